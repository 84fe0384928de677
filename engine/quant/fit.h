// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/fit_scales.h"

namespace alcove::quant {

// The search behind every encoder, as plain loops: the reference for the kernels of the same names,
// which give the same bits. What they search for is said at their arguments.
void fitScales(const kernels::cpu::FitScalesArgs& args);
void refineCodes(const kernels::cpu::RefineCodesArgs& args);

// Who does the search.
struct Fits {
  void (*scales)(const kernels::cpu::FitScalesArgs&) = fitScales;
  void (*codes)(const kernels::cpu::RefineCodesArgs&) = refineCodes;
};

}  // namespace alcove::quant
