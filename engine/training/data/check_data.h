// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "training/data/data_report.h"
#include "training/data/data_set.h"
#include "training/data/make_example.h"

namespace alcove::training {

// Data that was read, checked and made into examples: all that training needs of it.
struct CheckedData {
  DataSet data;
  std::optional<DataSet> heldOutData;  // of files of their own
  ExampleSet training;                 // of data
  ExampleSet heldOut;                  // of heldOutRecords()
  DataReport report;                   // with the findings of all of them

  // What the held-out examples' indices of records mean.
  [[nodiscard]] const DataSet& heldOutRecords() const { return heldOutData ? *heldOutData : data; }
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

}  // namespace alcove::training
