// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "training/data/data_set.h"
#include "training/data/token_statistics.h"

namespace alcove::training {

// What a person should know about data before a model is trained on it.
struct DataReport {
  std::vector<DataFile> files, heldOutFiles;
  std::size_t records = 0;   // that were read for training, held-out ones of the split included
  std::size_t training = 0;  // examples that would be trained on
  std::size_t heldOut = 0;   // examples that the result would be measured on
  std::size_t maxTokens = 0;
  std::string templateOrigin;
  TokenStatistics tokens;  // of training and held-out examples
  Findings findings;

  [[nodiscard]] bool canTrain() const { return training > 0 && !findings.stops(); }
};

// As docs/formats/training-data.md describes it.
[[nodiscard]] nlohmann::ordered_json reportJson(const DataReport& report);

// The same in words and lines for a terminal.
[[nodiscard]] std::string reportText(const DataReport& report);

}  // namespace alcove::training
