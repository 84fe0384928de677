// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace alcove::sampling {

struct LogitBias {
  std::int32_t id;
  float bias;  // added to the token's logit; from -100 to 100
};

// How the next token is drawn. One struct for the API, the command line and saved presets.
struct SamplingOptions {
  float temperature = 0.7f;        // 0 takes the most probable token, whatever the filters say
  int topK = 40;                   // 0 keeps all
  float topP = 0.95f;              // 1 keeps all
  float minP = 0.05f;              // share of the best token's probability; 0 keeps all
  float typicalP = 1.0f;           // keeps the most typical tokens that reach this; 1 keeps all
  float repetitionPenalty = 1.0f;  // 1 is off; divides positive and multiplies negative logits
  float frequencyPenalty = 0.0f;   // subtracted once per earlier occurrence
  float presencePenalty = 0.0f;    // subtracted once if the token occurred at all
  int penaltyWindow = 64;          // how many of the last tokens count; 0 none, -1 all

  // Top tokens are left out now and then, so that not the most usual one is taken each time.
  float xtcProbability = 0.0f;  // of a draw; 0 is off
  float xtcThreshold = 0.1f;    // only tokens at least this probable are left out

  // A token that would go on with what was said before is made less likely, the more so the longer
  // the repetition is: by multiplier × base^(length - allowedLength).
  float dryMultiplier = 0.0f;  // 0 is off
  float dryBase = 1.75f;
  int dryAllowedLength = 2;  // repetitions shorter than this cost nothing
  int dryWindow = -1;        // how many of the last tokens are searched; -1 all
  // Repetitions do not reach over tokens that contain one of these.
  std::vector<std::string> dryBreakers = {"\n", ":", "\"", "*"};

  // 2 holds the surprise of the text near tau bits for each token, in place of the other filters.
  int mirostat = 0;          // 0 is off
  float mirostatTau = 5.0f;  // bits
  float mirostatEta = 0.1f;  // how fast it adapts

  std::vector<LogitBias> logitBias;

  std::uint64_t seed = 0;  // 0 draws a fresh one and reports it
};

}  // namespace alcove::sampling
