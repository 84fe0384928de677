// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/select_rows.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void selectRows(SelectRowsArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep()) {
    a.y[i] = a.x[std::size_t(a.rows[i / a.columns]) * a.columns + i % a.columns];
  }
}

}  // namespace

Status launchSelectRows(const SelectRowsArgs& args, Stream stream) {
  return launchElements(selectRows, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
