// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/check_held_out.h"

#include <fmt/format.h>

#include <unordered_map>

#include "training/data/duplicates.h"
#include "training/data/likeness.h"

namespace alcove::training {
namespace {

// What is asked before the last answer; a text has no question.
std::string lastPrompt(const Record& record) {
  for (auto message = record.messages.rbegin(); message != record.messages.rend(); ++message)
    if (message->role == "user") return message->content;
  return {};
}

// The records of a set by their text, a question, or an answer, the same first, then the alike.
class PartIndex {
 public:
  struct Match {
    std::size_t record = 0;
    bool isSame = false;
  };

  void add(std::size_t record, const std::string& part) {
    const std::string comparable = comparableText(part);
    if (!comparable.empty() && m_same.emplace(comparable, record).second) m_alike.add(record, part);
  }

  std::optional<Match> find(const std::string& part) {
    const auto same = m_same.find(comparableText(part));
    if (same != m_same.end()) return Match{same->second, true};
    const auto alike = m_alike.find(part);
    if (!alike) return std::nullopt;
    return Match{alike->id, false};
  }

 private:
  std::unordered_map<std::string, std::size_t> m_same;
  LikenessIndex m_alike;
};

// The parts that are looked for, in this order; the first that is found is reported.
struct PartKind {
  const char* kind;
  Severity severity;
  std::string (*part)(const Record& record);
  const char* same;
  const char* alike;
};

constexpr PartKind kParts[] = {
    {"held_out_leak", Severity::Warning, comparedText,
     "The held-out example is trained on as well: it is the one {}.",
     "The held-out example is nearly the same as one that is trained on, {}."},
    {"held_out_question", Severity::Warning, lastPrompt,
     "The held-out question is trained on as well, {}.",
     "The held-out question is nearly the same as one that is trained on, {}."},
    {"held_out_answer", Severity::Note,
     [](const Record& record) { return record.isText() ? std::string() : lastAnswer(record); },
     "The held-out answer is trained on as well, {}: it measures whether the question is "
     "understood in other words.",
     "The held-out answer is nearly the same as one that is trained on, {}."},
};

}  // namespace

std::string placeOf(const DataSet& data, const Record& record, const Record& seenFrom) {
  if (record.file == seenFrom.file) return fmt::format("on line {}", record.line);
  return fmt::format("on line {} of {}", record.line, data.files[record.file].path);
}

Findings checkHeldOut(const DataSet& data, const DataSet& heldOut) {
  std::vector<bool> isFound(heldOut.records.size(), false);
  Findings findings;
  for (const PartKind& kind : kParts) {
    PartIndex index;
    for (std::size_t i = 0; i < data.records.size(); ++i) index.add(i, kind.part(data.records[i]));
    for (std::size_t i = 0; i < heldOut.records.size(); ++i) {
      if (isFound[i]) continue;
      const auto match = index.find(kind.part(heldOut.records[i]));
      if (!match) continue;
      isFound[i] = true;
      const Record& record = heldOut.records[i];
      const Record& trained = data.records[match->record];
      const std::string place =
          fmt::format("on line {} of {}", trained.line, data.files[trained.file].path);
      findings.add({kind.severity, kind.kind, heldOut.files[record.file].path, record.line,
                    fmt::format(fmt::runtime(match->isSame ? kind.same : kind.alike), place)});
    }
  }
  return findings;
}

}  // namespace alcove::training
