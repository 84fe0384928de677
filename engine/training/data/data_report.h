// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "training/data/data_set.h"
#include "training/data/make_example.h"
#include "training/data/split.h"

namespace alcove::training {

// How long examples are, in tokens, before anything is cut.
struct TokenStatistics {
  struct Bin {
    std::size_t from = 0, to = 0;  // tokens, both included
    std::size_t count = 0;         // examples
  };
  std::size_t count = 0, total = 0, scored = 0;
  std::size_t min = 0, median = 0, p95 = 0, max = 0;
  std::vector<Bin> histogram;  // of equal width, without gaps; empty if there are no examples
};

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

// Data that was read, checked and made into examples: all that training needs of it.
struct CheckedData {
  DataSet data;                               // training and held-out records of one split
  std::optional<DataSet> heldOut;             // of files of their own
  ExampleSet examples;                        // of data
  ExampleSet heldOutExamples;                 // of heldOut
  std::vector<std::size_t> trainingExamples;  // indices into examples.examples
  std::vector<std::size_t> splitExamples;     // those of them that the split holds out
  DataReport report;
};

struct CheckOptions {
  ExampleLimits limits;
  double heldOutShare = 0.1;  // where no files are held out
};

// Checks everything: rows, template, lengths, empty answers, duplicates, what held-out data has in
// common with the rest, secrets, personal data. Nothing that it finds is thrown. Time grows with
// the size of the data alone.
[[nodiscard]] CheckedData checkData(DataSet data, std::optional<DataSet> heldOut,
                                    const ChatTools& tools, const CheckOptions& options = {});

// The report as docs/formats/training-data.md describes it.
[[nodiscard]] nlohmann::ordered_json reportJson(const DataReport& report);

// The same in words and lines for a terminal.
[[nodiscard]] std::string reportText(const DataReport& report);

}  // namespace alcove::training
