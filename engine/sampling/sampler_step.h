// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sampling/candidates.h"
#include "sampling/random_stream.h"
#include "sampling/sampling_options.h"

namespace alcove::sampling {

// What one answer's draws hand on to each other.
struct SamplerState {
  explicit SamplerState(std::uint64_t seed) : random(seed) {}

  RandomStream random;
  std::vector<std::int32_t> breakers;  // ascending: tokens that end a repetition (dry)
  double maxSurprise = -1;             // bits (mirostat); below 0: no draw yet
  double logTotal = 0;                 // of the draw under way (mirostat)
};

// What a step may know of a draw.
struct DrawContext {
  const SamplingOptions& options;
  // Every token of the request so far, prompt and answer, oldest first.
  std::span<const std::int32_t> history;
  SamplerState& state;
};

// One way to change or narrow the candidates: a file of its own and a row in sampler_chain.cpp.
struct SamplerStep {
  enum class Kind {
    Shape,        // changes logits: counts at temperature 0 too
    Filter,       // takes candidates away; mirostat takes the place of all of them
    Temperature,  // itself, and what works on what it makes
  };
  const char* name;
  Kind kind;
  // Throws Error InvalidArgument or Unsupported if the step's own options make no sense.
  void (*check)(const SamplingOptions& options);
  // False if the options turn the step off.
  bool (*active)(const SamplingOptions& options);
  void (*apply)(Candidates& candidates, const DrawContext& context);
  // Learns what was drawn, with the logit that it had after apply(). May be null.
  void (*drawn)(Candidate candidate, const DrawContext& context) = nullptr;
};

extern const SamplerStep kLogitBias, kPenalties, kDry, kTopK, kTypicalP, kTopP, kMinP, kXtc,
    kTemperature, kMirostat2;

// All steps in the order in which they run: what shapes the logits, then the filters that judge the
// model's own distribution, then temperature, so that a high temperature mixes only what the
// filters let pass, and mirostat, which measures what temperature makes.
[[nodiscard]] std::span<const SamplerStep* const> samplerChain();

// Throws Error InvalidArgument, naming option and value, if a number is out of its range, and
// Unsupported for another mirostat than 2.
void checkSamplingOptions(const SamplingOptions& options);

}  // namespace alcove::sampling
