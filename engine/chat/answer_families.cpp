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

constexpr Words kHarmony[] = {"<|channel|>", "<|message|>"};
constexpr Words kDeepSeek[] = {"<｜tool▁call▁begin｜>"};
constexpr Words kKimi[] = {"<|tool_call_begin|>"};
constexpr Words kMistral[] = {"[TOOL_CALLS]"};
constexpr Words kRecipient[] = {">>>"};
constexpr Words kFunctionary[] = {"<function=", "<|python_tag|>"};
constexpr Words kCoder[] = {"<function=", "<parameter="};
constexpr Words kGlm[] = {"<arg_key>"};
constexpr Words kCommandR[] = {"<|START_ACTION|>"};
constexpr Words kCommandRPlus[] = {"Action:", "directly_answer"};
constexpr Words kNemotron[] = {"<TOOLCALL>"};
constexpr Words kLfm2[] = {"<|tool_list_start|>"};
constexpr Words kToolCallMark[] = {"<|tool_call|>"};
constexpr Words kPhi4Mini[] = {"<|tool|>"};
constexpr Words kHermes[] = {"<tool_call>"};
constexpr Words kLlama4[] = {"<|python_start|>"};
constexpr Words kLlama3[] = {"ipython"};
constexpr Words kGemma[] = {"<start_of_turn>"};
constexpr Words kLlama4Architecture[] = {"llama4"};

// The whole call as JSON behind a mark.
constexpr std::string_view kJsonArguments = R"(", "arguments": )";
constexpr ForcedCall kTagged = {"<tool_call>\n{\"name\": \"", kJsonArguments, "}"};
constexpr ForcedCall kBare = {"{\"name\": \"", R"(", "parameters": )", "}"};
constexpr ForcedCall kMarkedList = {"<|tool_call|>[{\"name\": \"", kJsonArguments, "}]"};

// From the surest sign to the least sure.
constexpr AnswerFamily kFamilies[] = {
    {"Harmony",
     kHarmony,
     kAny,
     kAny,
     answers::harmonyParser,
     {"<|channel|>commentary to=functions.", "<|constrain|>json<|message|>", ""},
     "<|channel|>final<|message|>"},
    {"DeepSeek",
     kDeepSeek,
     kAny,
     kAny,
     answers::deepSeekParser,
     {"<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>", "<｜tool▁sep｜>", ""}},
    {"Kimi",
     kKimi,
     kAny,
     kAny,
     answers::kimiParser,
     {"<|tool_calls_section_begin|><|tool_call_begin|>functions.", ":0<|tool_call_argument_begin|>",
      ""}},
    {"Mistral",
     kMistral,
     kAny,
     kAny,
     answers::mistralParser,
     {"[TOOL_CALLS][{\"name\": \"", kJsonArguments, "}]"}},
    {"Functionary 3.2",
     kRecipient,
     kAny,
     kAny,
     answers::recipientParser,
     {">>>", "\n", ""},
     "all\n"},
    {"Functionary 3.1",
     kFunctionary,
     kAny,
     kAny,
     answers::functionaryParser,
     {"<function=", ">", "</function>"}},
    {"Qwen3-Coder", kCoder, kAny, kAny, answers::taggedParser, kTagged},
    {"GLM", kGlm, kAny, kAny, answers::taggedParser, kTagged},
    {"Command R",
     kCommandR,
     kAny,
     kAny,
     answers::commandRParser,
     {"<|START_ACTION|>[{\"tool_name\": \"", R"(", "parameters": )", "}]"}},
    {"Command R+",
     kCommandRPlus,
     kAny,
     kAny,
     answers::commandRPlusParser,
     {"Action: ```json\n[{\"tool_name\": \"", R"(", "parameters": )", "}]"}},
    {"Nemotron",
     kNemotron,
     kAny,
     kAny,
     answers::nemotronParser,
     {"<TOOLCALL>[{\"name\": \"", kJsonArguments, "}]"}},
    {"LFM2", kLfm2, kAny, kAny, answers::lfm2Parser, {}},
    {"Granite 3", kToolCallMark, kAny, kAny, answers::toolCallMarkParser, kMarkedList},
    {"Phi-4-mini", kPhi4Mini, kAny, kAny, answers::toolCallMarkParser, kMarkedList},
    {"Hermes", kHermes, kAny, kAny, answers::taggedParser, kTagged},
    {"Llama 4", kLlama4, kAny, kAny, answers::pythonicParser, kBare},
    {"Llama 4", kAny, kLlama4Architecture, kAny, answers::pythonicParser, kBare},
    {"Llama 3", kLlama3, kAny, kAny, answers::llamaParser, kBare},
    {"Gemma", kGemma, kAny, kAny, answers::gemmaParser, kBare},
    {"generic", kAny, kAny, kAny, answers::genericParser, kTagged},
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
