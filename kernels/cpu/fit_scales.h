// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// The search of a quantiser: which scale (and minimum) represents a group of values best, where
// each value becomes a whole number, its level. Minimised is Σ weight × (value - stand-in)².
//
// Every instruction set gives the same bits, those of the plain reference in engine/quant/fit.cpp:
// a lane works on a group of its own, in float32, with sums in the order of the values and no fused
// arithmetic.

namespace alcove::kernels::cpu {

// Most values that a group may have.
inline constexpr std::size_t kMaxGroupValues = 32;

inline constexpr int kTrials = 29;
inline constexpr int kImprovements = 2;

// How many steps the range of the values has in a trial, if there are `levels` (`highest`, or
// -lowest where there is no minimum): from a few less to almost one more. Types with few levels are
// not tried with much fewer: groups with outliers would get scales beside which those of their
// neighbours are too small to be stored well.
static inline float trialSteps(float levels, int trial) {
  const float fewer = levels * 0.22f;
  const float first = fewer < 1.9f ? -fewer : -1.9f;
  constexpr float kLast = 0.9f;
  return levels + (first + (kLast - first) * (float(trial) / float(kTrials - 1)));
}

// Levels whose spread is less than this part of their size say nothing about the scale.
inline constexpr float kLeastSpread = 4e-6f;

// With minimums: value ≈ scale × level + minimum, lowest = 0, scale ≥ 0. Without: value ≈ scale ×
// level, lowest < 0; the scale has the sign that makes the largest magnitude a negative level, of
// which there is one more.
//
// For each of a row of trial steps around (largest - smallest) / highest the levels are rounded,
// and the best scale and minimum for these levels follow by weighted linear least squares. The best
// trial is then improved by rounding and solving again, as in Lloyd's iteration ("Least squares
// quantization in PCM", 1982).
struct FitScalesArgs {
  const float* values = nullptr;   // group after group; finite
  const float* weights = nullptr;  // one per value, none negative; null: all the same
  std::size_t groupValues = 0;     // ≤ kMaxGroupValues
  std::size_t groups = 0;
  float lowest = 0;  // levels
  float highest = 0;
  bool minimumAtMostZero = false;

  float* scales = nullptr;    // written, one per group
  float* minimums = nullptr;  // written, one per group; null: there are none
};

// Where scales are themselves stored as codes, whole multiples of a unit that groups share: value ≈
// unit × code × level - minimumUnit × minimumCode. Tries the neighbours of each group's codes, one
// up and one down, in all combinations, and keeps the first of those with the smallest error.
struct RefineCodesArgs {
  const float* values = nullptr;   // as above
  const float* weights = nullptr;  // as above
  std::size_t groupValues = 0;
  std::size_t groups = 0;
  float lowest = 0;  // levels
  float highest = 0;
  float lowestCode = 0;  // of scales and of minimums
  float highestCode = 0;

  const float* units = nullptr;         // one per group
  const float* minimumUnits = nullptr;  // one per group; null: there are no minimums
  float* codes = nullptr;               // one per group: the first guess, then the best
  float* minimumCodes = nullptr;        // the same, where there are minimums
};

}  // namespace alcove::kernels::cpu
