// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Reads the input as an answer. Its first byte chooses the family, its second how the answer is
// cut; ⟦x⟧ is a control token. The pieces keep to their rules, and the cuts change nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "chat/answer_families.h"
#include "formats/utf8.h"
#include "support/answer_units.h"

namespace {

using namespace alcove;

std::string read(const chat::AnswerSetup& setup, const std::vector<test::AnswerUnit>& units,
                 const std::vector<bool>& cuts) {
  // Throws, which ends the program, for pieces that break a rule.
  return test::messageText(test::readAnswer(*chat::answerParserFor(setup), units, cuts));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto families = chat::answerFamilies();
  const chat::AnswerFamily& family = families[data[0] % families.size()];
  std::string source = "<think> ";
  for (const std::string_view word : family.words) source += std::string(word) + " ";
  static const test::ControlVocabulary vocabulary({"[TOOL_CALLS]", "[ARGS]", "<|python_tag|>"});
  chat::AnswerSetup setup;
  setup.templateSource = source;
  if (!family.architectures.empty()) setup.architecture = family.architectures.front();
  setup.tokenizer = (data[1] & 1) != 0 ? &vocabulary : nullptr;
  setup.promptTail = (data[1] & 2) != 0 ? "<think>\n" : "";
  setup.tools = (data[1] & 4) != 0 ? nullptr : &test::testTools();
  setup.idSeed = 1;
  const auto units = test::answerUnits(
      formats::toUtf8(std::string_view(reinterpret_cast<const char*>(data) + 2, size - 2)));
  std::vector<bool> cuts(units.size(), false);
  const std::string whole = read(setup, units, cuts);
  cuts.assign(units.size(), true);
  if (read(setup, units, cuts) != whole) std::abort();
  for (std::size_t i = 0; i < cuts.size(); ++i) cuts[i] = (i * 7 + data[1]) % 5 < 2;
  if (read(setup, units, cuts) != whole) std::abort();
  return 0;
}
