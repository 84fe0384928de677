// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/pre_tokenizer_forms.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "convert/hf_config.h"
#include "tokenizer/pre_tokenizer.h"

namespace alcove::convert {
namespace {

using nlohmann::json;
using Steps = std::vector<std::string>;

// One form that tokenizer.json files have, and the row of the tokenizer's table that does the same.
struct Form {
  const char* name;  // in tokenizer.ggml.pre
  Steps steps;       // as describe() writes them
  // Only for tokenizers that take a word that is a token as that token, merges or not (1), or that
  // do not (0); -1: for both.
  int ignoresMerges = -1;
};

#define ALCOVE_CONTRACTIONS "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
#define ALCOVE_REST(digits, tail) \
  digits R"(| ?[^\s\p{L}\p{N}]+)" tail R"(|\s*[\r\n]+|\s+(?!\S)|\s+)"
#define ALCOVE_UPPER R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])"
#define ALCOVE_LOWER R"([\p{Ll}\p{Lm}\p{Lo}\p{M}])"
#define ALCOVE_CASED(end)                                       \
  R"([^\r\n\p{L}\p{N}]?)" ALCOVE_UPPER "*" ALCOVE_LOWER "+" end \
  R"(|[^\r\n\p{L}\p{N}]?)" ALCOVE_UPPER "+" ALCOVE_LOWER "*" end "|"

const std::vector<Form>& forms() {
  static const std::string llama3 =
      "split " ALCOVE_CONTRACTIONS
      R"(|[^\r\n\p{L}\p{N}]?\p{L}+|)" ALCOVE_REST(R"(\p{N}{1,3})", R"([\r\n]*)");
  static const std::vector<Form> table = {
      {"gpt-2", {"words"}},
      {"gpt-2",
       {R"(split 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)"}},
      {"starcoder", {"each digit", "words"}},
      {"llama-bpe", {llama3}, 1},
      {"dbrx", {llama3}, 0},
      {"llama-bpe", {llama3}},
      {"qwen2",
       {"split " ALCOVE_CONTRACTIONS
        R"(|[^\r\n\p{L}\p{N}]?\p{L}+|)" ALCOVE_REST(R"(\p{N})", R"([\r\n]*)")}},
      {"qwen35",
       {"split " ALCOVE_CONTRACTIONS
        R"(|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"}},
      {"gpt-4o",
       {"split " ALCOVE_CASED(ALCOVE_CONTRACTIONS "?")
            ALCOVE_REST(R"(\p{N}{1,3})", R"([\r\n/]*)")}},
      {"tekken", {"split " ALCOVE_CASED("") ALCOVE_REST(R"(\p{N})", R"([\r\n/]*)")}},
      {"falcon", {"punctuation Contiguous", "words", "digits", "split [0-9][0-9][0-9]"}},
      {"falcon", {"punctuation Contiguous", "words", "split [0-9][0-9][0-9]"}},
      {"deepseek-coder",
       {R"(split [\r\n])", R"(split \s?\p{L}+)", R"(split \s?\p{P}+)",
        "split [一-龥ࠀ-一가-퟿]+", "each digit"}},
      {"deepseek-coder",
       {"split [\r\n]", R"(split \s?\p{L}+)", R"(split \s?\p{P}+)",
        "split [一-龥ࠀ-一가-퟿]+", "each digit"}},
  };
  return table;
}

#undef ALCOVE_CASED
#undef ALCOVE_LOWER
#undef ALCOVE_UPPER
#undef ALCOVE_REST
#undef ALCOVE_CONTRACTIONS

// A cut by a pattern. "Removed" with "invert" keeps what matches, which is all of the text with
// patterns that leave nothing out, as "Isolated" does.
std::string describeSplit(const HfConfig& part) {
  const HfConfig pattern = part.child("pattern");
  const std::string behavior = part.string({"behavior"}).value_or("");
  const bool inverted = part.boolean({"invert"}).value_or(false);
  const auto text = pattern.string({"Regex"});
  if (!text) return "split literally " + pattern.string({"String"}).value_or("");
  const bool keepsAll =
      (behavior == "Isolated" && !inverted) || (behavior == "Removed" && inverted);
  return keepsAll ? "split " + *text
                  : fmt::format("split ({}{}) {}", behavior, inverted ? ", inverted" : "", *text);
}

void describe(const json& component, Steps& steps) {
  if (!component.is_object()) return;
  const HfConfig part(component, "pre_tokenizer");
  const std::string type = part.string({"type"}).value_or("");
  if (type == "Sequence") {
    const json* const members = part.find({"pretokenizers"});
    if (members == nullptr || !members->is_array()) part.corrupt("A 'Sequence' lists nothing.");
    for (const json& member : *members) describe(member, steps);
  } else if (type == "Split") {
    steps.push_back(describeSplit(part));
  } else if (type == "Digits") {
    steps.push_back(part.boolean({"individual_digits"}).value_or(false) ? "each digit" : "digits");
  } else if (type == "Punctuation") {
    steps.push_back("punctuation " + part.string({"behavior"}).value_or("Isolated"));
  } else if (type == "ByteLevel") {
    if (part.boolean({"add_prefix_space"}).value_or(true)) steps.push_back("space in front");
    if (part.boolean({"use_regex"}).value_or(true)) steps.push_back("words");
  } else {
    steps.push_back(type);
  }
}

}  // namespace

std::string preTokenizerName(const json& preTokenizer, bool ignoresMerges) {
  Steps steps;
  describe(preTokenizer, steps);
  for (const Form& form : forms()) {
    const bool fits = form.ignoresMerges < 0 || (form.ignoresMerges == 1) == ignoresMerges;
    if (fits && form.steps == steps && tokenizer::findPreTokenizer(form.name) != nullptr) {
      return form.name;
    }
  }
  throw Error(
      ErrorCode::Unsupported,
      fmt::format("The tokenizer cuts text into words by a rule that Alcove does not know: "
                  "{}.",
                  steps.empty() ? "none at all" : fmt::format("{}", fmt::join(steps, "; "))));
}

}  // namespace alcove::convert
