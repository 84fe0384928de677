// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/check_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "tokenizer/tokenizer.h"
#include "training/data/check_held_out.h"
#include "training/data/duplicates.h"
#include "training/data/sensitive_text.h"
#include "training/data/split.h"

namespace alcove::training {
namespace {

class Check {
 public:
  Check(DataSet data, std::optional<DataSet> heldOut, const ChatTools& tools,
        const CheckOptions& options)
      : m_tools(tools), m_options(options) {
    m_checked.data = std::move(data);
    m_checked.heldOutData = std::move(heldOut);
  }

  CheckedData run() {
    ExampleSet all = makeExamples(m_checked.data, m_tools, m_options.limits);
    findings().add(m_checked.data.findings);
    findings().add(all.findings);
    const Duplicates duplicates = findDuplicates(m_checked.data.records);
    reportDuplicates(duplicates);
    reportSensitive(m_checked.data);
    if (m_checked.heldOutData)
      useHeldOutFiles(std::move(all));
    else
      split(std::move(all), duplicates);
    reportEnds();
    reportRest();
    fillNumbers();
    return std::move(m_checked);
  }

 private:
  Findings& findings() { return m_checked.report.findings; }

  void add(Severity severity, const char* kind, const DataSet& data, const Record& record,
           std::string sentence) {
    findings().add(
        {severity, kind, data.files[record.file].path, record.line, std::move(sentence)});
  }

  void reportDuplicates(const Duplicates& duplicates) {
    const DataSet& data = m_checked.data;
    for (const Duplicates::Pair& pair : duplicates.pairs) {
      const Record& record = data.records[pair.record];
      const std::string place = placeOf(data, data.records[pair.earlier], record);
      if (pair.isExact)
        add(Severity::Warning, "duplicate", data, record,
            fmt::format("The example is the same as the one {}.", place));
      else
        add(Severity::Note, "near_duplicate", data, record,
            fmt::format("The example is nearly the same as the one {} (about {:.0f} %).", place,
                        100 * pair.likeness));
    }
    if (!duplicates.isComplete)
      findings().add({Severity::Note, "not_all_compared", "", 0,
                      "There is more text than examples are compared in; some may be nearly the "
                      "same without being named."});
  }

  // Once for each kind of thing in a record.
  void reportSensitive(const DataSet& data) {
    for (const Record& record : data.records) {
      std::map<std::string, std::pair<SensitiveText, std::size_t>> found;
      const auto look = [&](std::string_view text) {
        for (auto find : {findSecrets, findPersonalData})
          for (SensitiveText& one : find(text)) {
            const std::string what = one.what;
            ++found.try_emplace(what, std::move(one), 0).first->second.second;
          }
      };
      look(record.text);
      for (const Message& message : record.messages) look(message.content);
      for (const auto& [what, one] : found) {
        const std::string more =
            one.second > 1 ? fmt::format(", and {} more", one.second - 1) : std::string();
        add(Severity::Warning, one.first.kind, data, record,
            fmt::format("The example holds {}: {}{}. A model may repeat what it was trained on.",
                        what, one.first.masked, more));
      }
    }
  }

  void useHeldOutFiles(ExampleSet all) {
    const DataSet& heldOut = *m_checked.heldOutData;
    m_checked.training = std::move(all);
    m_checked.heldOut = makeExamples(heldOut, m_tools, m_options.limits);
    findings().add(heldOut.findings);
    findings().add(m_checked.heldOut.findings);
    reportSensitive(heldOut);
    findings().add(checkHeldOut(m_checked.data, heldOut));
  }

  void split(ExampleSet all, const Duplicates& duplicates) {
    const Split split =
        splitRecords(m_checked.data.records, all.records, duplicates, m_options.heldOutShare);
    for (std::size_t i = 0; i < all.examples.size(); ++i) {
      const bool isHeldOut = std::ranges::binary_search(split.heldOut, all.records[i]);
      ExampleSet& set = isHeldOut ? m_checked.heldOut : m_checked.training;
      set.examples.push_back(std::move(all.examples[i]));
      set.records.push_back(all.records[i]);
      set.lengths.push_back(all.lengths[i]);
    }
    if (m_checked.heldOut.examples.empty() && !m_checked.training.examples.empty())
      findings().add({Severity::Note, "nothing_held_out", "", 0,
                      "No example is held out, so how well the tuned model answers what it was "
                      "not trained on will not be measured."});
  }

  // A model learns to stop where the template writes a token that ends an answer.
  void reportEnds() {
    const ExampleSet& set = m_checked.training;
    for (std::size_t i = 0; i < set.examples.size(); ++i) {
      const Example& example = set.examples[i];
      const Record& record = m_checked.data.records[set.records[i]];
      if (record.isText() || set.lengths[i] > example.tokens.size()) continue;
      const auto last = std::find(example.scored.rbegin(), example.scored.rend(), 1);
      const auto token = example.tokens[std::size_t(example.scored.rend() - last) - 1];
      if (m_tools.tokenizer->endsGeneration(token)) return;
      add(Severity::Warning, "no_end", m_checked.data, record,
          "The model's chat template writes no token that ends an answer, so the model will not "
          "learn where to stop.");
      return;
    }
  }

  void reportRest() {
    if (m_checked.training.examples.empty())
      findings().add({Severity::Stops, "nothing_to_train", "", 0,
                      "There is no example that the model could be trained on."});
  }

  void fillNumbers() {
    DataReport& report = m_checked.report;
    report.files = m_checked.data.files;
    if (m_checked.heldOutData) report.heldOutFiles = m_checked.heldOutData->files;
    report.records = m_checked.data.records.size();
    report.training = m_checked.training.examples.size();
    report.heldOut = m_checked.heldOut.examples.size();
    report.maxTokens = m_options.limits.maxTokens;
    report.templateOrigin = m_tools.templateOrigin;
    std::vector<std::size_t> lengths = m_checked.training.lengths;
    lengths.insert(lengths.end(), m_checked.heldOut.lengths.begin(),
                   m_checked.heldOut.lengths.end());
    report.tokens = tokenStatistics(lengths);
    for (const ExampleSet* set : {&m_checked.training, &m_checked.heldOut})
      for (const Example& example : set->examples)
        report.tokens.scored += std::size_t(std::ranges::count(example.scored, 1));
  }

  const ChatTools& m_tools;
  const CheckOptions& m_options;
  CheckedData m_checked;
};

}  // namespace

CheckedData checkData(DataSet data, std::optional<DataSet> heldOut, const ChatTools& tools,
                      const CheckOptions& options) {
  return Check(std::move(data), std::move(heldOut), tools, options).run();
}

}  // namespace alcove::training
