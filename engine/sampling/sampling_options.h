// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::sampling {

// How the next token is drawn. One struct for the API, the command line and saved presets.
struct SamplingOptions {
  float temperature = 0.7f;        // 0 takes the most probable token
  int topK = 40;                   // 0 keeps all
  float topP = 0.95f;              // 1 keeps all
  float minP = 0.05f;              // share of the best token's probability; 0 keeps all
  float repetitionPenalty = 1.0f;  // 1 is off; divides positive and multiplies negative logits
  float frequencyPenalty = 0.0f;   // subtracted once per earlier occurrence
  float presencePenalty = 0.0f;    // subtracted once if the token occurred at all
  int penaltyWindow = 64;          // how many of the last tokens count; 0 none, -1 all
  std::uint64_t seed = 0;          // 0 draws a fresh one and reports it
};

}  // namespace alcove::sampling
