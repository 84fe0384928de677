// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/matmul.h"

#include "cuda/matmul_float.h"
#include "cuda/matmul_packed.h"

namespace alcove::kernels::cuda {

Status launchMoeMatmul(const MoeMatmulArgs& args, Stream stream) {
  switch (args.matrix.type) {
#define ALCOVE_CASE(name)    \
  case cpu::ValueType::name: \
    return multiplyPackedExperts<cpu::ValueType::name>(args, stream);
    ALCOVE_PACKED_TYPES(ALCOVE_CASE)
#undef ALCOVE_CASE
    default:
      return multiplyFloatExperts(args, stream);
  }
}

}  // namespace alcove::kernels::cuda
