// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answer_families.h"

#include <algorithm>
#include <iterator>

#include "base/assert.h"
#include "chat/answers/parsers.h"

namespace alcove::chat {
namespace {

using Words = std::string_view;

constexpr Words kNoWords[] = {""};
constexpr std::span<const Words> kAny(kNoWords, 0);

// From the surest sign to the least sure.
constexpr AnswerFamily kFamilies[] = {
    {"plain", kAny, kAny, kAny, answers::plainParser, {}},
};

bool fits(const AnswerFamily& row, const AnswerSetup& setup) {
  const auto contains = [](std::string_view text) {
    return [text](Words word) { return text.find(word) != std::string_view::npos; };
  };
  return std::ranges::all_of(row.words, contains(setup.templateSource)) &&
         (row.architectures.empty() ||
          std::ranges::find(row.architectures, setup.architecture) != row.architectures.end()) &&
         (row.names.empty() || std::ranges::any_of(row.names, contains(setup.modelName)));
}

}  // namespace

std::span<const AnswerFamily> answerFamilies() { return kFamilies; }

const AnswerFamily& answerFamilyFor(const AnswerSetup& setup) {
  const auto row =
      std::ranges::find_if(kFamilies, [&](const auto& each) { return fits(each, setup); });
  ALCOVE_ASSERT(row != std::end(kFamilies));
  return *row;
}

}  // namespace alcove::chat
