// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <string>
#include <string_view>
#include <vector>

#include "formats/gguf_header.h"
#include "formats/gguf_lookup.h"
#include "formats/inspect.h"
#include "formats/utf8.h"

namespace alcove::formats {

// Collects problems, up to a limit that keeps the report readable.
class ProblemList {
 public:
  explicit ProblemList(std::vector<Problem>& problems) : m_problems(problems) {}

  // Both texts may quote the file and so hold any bytes.
  void add(Severity severity, std::string_view sentence, std::string_view where = {}) {
    constexpr std::size_t kMost = 100;
    if (m_problems.size() < kMost) {
      m_problems.push_back({severity, toUtf8(sentence), toUtf8(where)});
    }
  }
  void error(std::string_view sentence, std::string_view where = {}) {
    add(Severity::Error, sentence, where);
  }
  void warning(std::string_view sentence, std::string_view where = {}) {
    add(Severity::Warning, sentence, where);
  }

  // Runs `step` and turns the Error that it throws into a problem. Returns whether it went well.
  template <class Step>
  bool attempt(Step&& step) {
    try {
      step();
      return true;
    } catch (const Error& e) {
      error(e.sentence(), e.context());
      return false;
    }
  }

 private:
  std::vector<Problem>& m_problems;
};

// What the checks look at: a header and those of its tensors that could be resolved.
struct ReadModel {
  const GgufLookup& values;
  std::span<const GgufTensor> tensors;
  bool complete;  // every tensor was resolved, so that a missing one is really missing

  [[nodiscard]] const GgufTensor* find(std::string_view name) const;
};

// Hyper-parameters against each other and against the tensors.
void checkHyperParameters(const ReadModel& model, ProblemList& problems);
// Vocabulary arrays against each other, against the special ids and the embedding.
void checkVocabulary(const ReadModel& model, ProblemList& problems);
// NaN and infinity in the weights.
void checkWeights(const ReadModel& model, WeightCheck how, ProblemList& problems);

}  // namespace alcove::formats
