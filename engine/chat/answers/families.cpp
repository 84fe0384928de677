// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The formats are those that the families' chat templates and model cards show.
#include <vector>

#include "chat/answers/parsers.h"
#include "chat/answers/region_parser.h"

namespace alcove::chat {
namespace answers {
namespace {

using Kind = Region::Kind;

// A region of calls between two marks; without `close`, up to where the calls end.
Region calls(std::string_view open, std::string_view close, MakeReader reader) {
  return {Kind::Calls, open, close, reader, false, false};
}

// Calls whose first character is that of an ordinary text as well.
Region bareCalls(std::string_view open, MakeReader reader) {
  return {Kind::Calls, open, {}, reader, true, true};
}

Region dropped(std::string_view mark) { return {Kind::Dropped, mark, {}, nullptr, false, false}; }

constexpr ThoughtMarks kThinking[] = {
    {"<think>", "</think>"},
    {"[THINK]", "[/THINK]"},
    {"<|START_THINKING|>", "<|END_THINKING|>"},
    {"<seed:think>", "</seed:think>"},
};

// The family's regions and the ways of thinking that the model shows signs of: its template names
// them, or they are tokens of its own. Tags that are plain text count at an answer's start only.
std::unique_ptr<AnswerParser> parser(const AnswerSetup& setup, std::vector<Region> regions,
                                     CallIds ids = CallIds::Call, std::string_view primed = {}) {
  const Marks marks(setup.tokenizer);
  for (const ThoughtMarks& each : kThinking) {
    const bool named = setup.templateSource.find(each.open) != std::string_view::npos ||
                       setup.templateSource.find(each.close) != std::string_view::npos;
    if (!named && !marks.known(each.open)) continue;
    const bool atStart = marks(each.open).front() != kControlBegin;
    regions.push_back({Kind::Reasoning, each.open, each.close, nullptr, atStart, false});
  }
  return std::make_unique<RegionParser>(setup, regions, ids, primed);
}

}  // namespace

std::unique_ptr<AnswerParser> deepSeekParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", deepSeekCalls)});
}

std::unique_ptr<AnswerParser> kimiParser(const AnswerSetup& setup) {
  return parser(setup,
                {calls("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", kimiCalls)});
}

std::unique_ptr<AnswerParser> mistralParser(const AnswerSetup& setup) {
  return parser(setup, {calls("[TOOL_CALLS]", {}, mistralCalls)}, CallIds::Short);
}

std::unique_ptr<AnswerParser> functionaryParser(const AnswerSetup& setup) {
  Region function = calls("<function=", {}, functionCalls);
  function.keepsOpen = true;
  return parser(setup, {function, calls("<|python_tag|>", {}, pythonTagCalls)});
}

// The template has already written the first ">>>".
std::unique_ptr<AnswerParser> recipientParser(const AnswerSetup& setup) {
  Region recipient = calls(">>>", {}, recipientCalls);
  recipient.keepsOpen = true;
  const bool opened = setup.promptTail.ends_with(">>>");
  return parser(setup, {recipient, dropped(">>>all\n")}, CallIds::Call, opened ? ">>>" : "");
}

// Hermes, Qwen, Granite 4 and SmolLM (JSON), Qwen3-Coder (functions), GLM-4.5 (keys).
std::unique_ptr<AnswerParser> taggedParser(const AnswerSetup& setup) {
  std::vector<Region> regions = {calls("<tool_call>", "</tool_call>", taggedCalls)};
  // Qwen3-Coder forgets the outer tag at times.
  if (setup.templateSource.find("<function=") != std::string_view::npos) {
    Region function = calls("<function=", "</tool_call>", taggedCalls);
    function.keepsOpen = true;
    regions.push_back(function);
  }
  return parser(setup, regions);
}

std::unique_ptr<AnswerParser> commandRParser(const AnswerSetup& setup) {
  return parser(
      setup, {calls("<|START_ACTION|>", "<|END_ACTION|>", jsonCalls), dropped("<|START_RESPONSE|>"),
              dropped("<|END_RESPONSE|>"), dropped("<|START_TEXT|>"), dropped("<|END_TEXT|>")});
}

std::unique_ptr<AnswerParser> commandRPlusParser(const AnswerSetup& setup) {
  return parser(setup, {calls("Action: ```json", "```", jsonCalls),
                        calls("Action:```json", "```", jsonCalls)});
}

std::unique_ptr<AnswerParser> nemotronParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<TOOLCALL>", "</TOOLCALL>", jsonCalls)});
}

std::unique_ptr<AnswerParser> lfm2Parser(const AnswerSetup& setup) {
  return parser(setup, {calls("<|tool_call_start|>", "<|tool_call_end|>", pythonicCalls)});
}

// Granite 3 and Phi-4-mini.
std::unique_ptr<AnswerParser> toolCallMarkParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<|tool_call|>", "<|/tool_call|>", jsonCalls),
                        calls("<tool_call>", "</tool_call>", jsonCalls),
                        calls("functools", {}, strictJsonCalls), dropped("<response>"),
                        dropped("</response>")});
}

std::unique_ptr<AnswerParser> llamaParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<|python_tag|>", {}, pythonTagCalls),
                        bareCalls("{", strictJsonCalls), bareCalls("[", pythonicCalls)});
}

std::unique_ptr<AnswerParser> pythonicParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<|python_start|>", "<|python_end|>", pythonicCalls),
                        bareCalls("[", pythonicCalls), bareCalls("{", strictJsonCalls)});
}

std::unique_ptr<AnswerParser> gemmaParser(const AnswerSetup& setup) {
  return parser(setup, {calls("```tool_code\n", "```", pythonicCalls),
                        calls("```tool_call\n", "```", jsonCalls), bareCalls("[", pythonicCalls),
                        bareCalls("{", strictJsonCalls)});
}

std::unique_ptr<AnswerParser> genericParser(const AnswerSetup& setup) {
  return parser(setup, {calls("<tool_call>", "</tool_call>", taggedCalls),
                        bareCalls("{", strictJsonCalls), bareCalls("[", strictJsonCalls)});
}

}  // namespace answers

std::span<const ThoughtMarks> thoughtMarks() { return answers::kThinking; }

std::string_view openThought(std::string_view promptTail) {
  const std::string_view tail = answers::trimmed(promptTail);
  for (const ThoughtMarks& each : thoughtMarks())
    if (tail.ends_with(each.open)) return each.close;
  return {};
}

}  // namespace alcove::chat
