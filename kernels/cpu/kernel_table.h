// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/add.h"
#include "cpu/attention.h"
#include "cpu/clamp.h"
#include "cpu/clamped_swiglu.h"
#include "cpu/fit_scales.h"
#include "cpu/gelu.h"
#include "cpu/kv_write.h"
#include "cpu/layer_norm.h"
#include "cpu/matmul.h"
#include "cpu/moe_combine.h"
#include "cpu/moe_router.h"
#include "cpu/outer_products.h"
#include "cpu/packing.h"
#include "cpu/peak.h"
#include "cpu/rms_norm.h"
#include "cpu/rms_norm_gradient.h"
#include "cpu/rope.h"
#include "cpu/scale.h"
#include "cpu/sigmoid_mul.h"
#include "cpu/silu_mul.h"
#include "cpu/silu_mul_gradient.h"
#include "cpu/soft_cap.h"
#include "cpu/softmax_gradient.h"
#include "cpu/types.h"

namespace alcove::kernels::cpu {

// The kernels compiled for one instruction set. All of them only compute: no allocation, no lock,
// no thread, no error. What the argument structs ask for is the caller's duty and is not checked.
struct KernelTable {
  Isa isa;
  const char* name;  // for people: "AVX-512 VNNI"
  // From so many tokens on, batches that need not be invariant are multiplied in another way than
  // small ones, with other roundings. 0: all in the same.
  std::size_t wideTokens;

  void (*packRows)(const PackArgs&);
  ActivationForm (*activationForm)(ValueType weights, std::size_t tokens, bool batchInvariant);
  void (*quantizeActivations)(const QuantizeArgs&);
  void (*matmul)(const MatmulArgs&);
  void (*matmulFloat)(const FloatMatmulArgs&);
  void (*attention)(const AttentionArgs&, const AttentionItem&);
  void (*attentionMerge)(const AttentionArgs&, const AttentionMergeArgs&);
  void (*kvWrite)(const KvWriteArgs&);
  void (*rope)(const RopeArgs&);
  void (*rmsNorm)(const RmsNormArgs&);
  void (*layerNorm)(const LayerNormArgs&);
  void (*siluMul)(const SiluMulArgs&);
  void (*gelu)(const GeluArgs&);      // by the normal distribution itself
  void (*geluTanh)(const GeluArgs&);  // by its approximation through tanh
  void (*softCap)(const SoftCapArgs&);
  void (*scale)(const ScaleArgs&);
  void (*add)(const AddArgs&);
  void (*clamp)(const ClampArgs&);
  void (*clampedSwiglu)(const ClampedSwigluArgs&);
  void (*moeCombine)(const MoeCombineArgs&);
  void (*moeRouter)(const MoeRouterArgs&);
  void (*sigmoidMul)(const SigmoidMulArgs&);

  // For training.
  void (*outerProducts)(const OuterProductsArgs&);
  void (*rmsNormGradient)(const RmsNormGradientArgs&);
  void (*siluMulGradient)(const SiluMulGradientArgs&);
  void (*softmaxSum)(const SoftmaxSumArgs&);
  void (*softmaxShare)(const SoftmaxShareArgs&);
  void (*attentionFlow)(const AttentionFlowArgs&);

  void (*fitScales)(const FitScalesArgs&);
  void (*refineCodes)(const RefineCodesArgs&);

  // Their results mean nothing; using them keeps the compiler from leaving out the work.
  std::int64_t (*multiplyAddPeak)(const PeakArgs&);
  std::int64_t (*readPeak)(const PeakArgs&);
};

// The fastest that this processor runs, chosen once. The environment variable ALCOVE_CPU_ISA =
// generic | neon | neondot | avx2 | avxvnni | avx512vnni | amx asks for a slower one; what the
// processor cannot run is not chosen.
[[nodiscard]] const KernelTable& kernels();

// Null if this processor, or this build, does not have the instruction set.
[[nodiscard]] const KernelTable* kernelsFor(Isa isa);

}  // namespace alcove::kernels::cpu
