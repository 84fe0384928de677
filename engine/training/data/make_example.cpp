// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/make_example.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "chat/chat_template.h"
#include "chat/model_template.h"
#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"
#include "training/data/scored_answers.h"

namespace alcove::training {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string spelling(const tokenizer::Tokenizer& tokenizer, std::optional<tokenizer::TokenId> id) {
  return id ? std::string(tokenizer.bytes(*id)) : std::string();
}

Example textExample(const Record& record, const ChatTools& tools) {
  Example example;
  example.tokens = tools.tokenizer->encode(record.text, tokenizer::ControlTokens::AsText);
  if (tools.tokenizer->addsBos())
    example.tokens.insert(example.tokens.begin(), *tools.tokenizer->bos());
  example.scored.assign(example.tokens.size(), 1);
  if (!example.scored.empty()) example.scored.front() = 0;
  return example;
}

// What keeps a record from being an example before anything is rendered; nothing if it may go on.
struct Obstacle {
  const char* kind = nullptr;
  std::string sentence;
};

Obstacle obstacleOf(const Record& record) {
  if (record.isText()) return {};
  std::size_t number = 0, answers = 0;
  for (const Message& message : record.messages) {
    ++number;
    if (message.role != "assistant") continue;
    ++answers;
    if (message.content.find_first_not_of(kSpace) == std::string::npos)
      return {"empty_answer", fmt::format("The assistant's answer, message {}, is empty.", number)};
  }
  if (answers == 0)
    return {"no_answer", "The assistant never answers, so there is nothing to learn."};
  return {};
}

class ExampleMaker {
 public:
  ExampleMaker(const DataSet& data, const ChatTools& tools, const ExampleLimits& limits)
      : m_data(data), m_tools(tools), m_limits(limits) {}

  ExampleSet make() {
    for (std::size_t i = 0; i < m_data.records.size(); ++i) makeOne(i);
    return std::move(m_set);
  }

 private:
  void makeOne(std::size_t index) {
    const Record& record = m_data.records[index];
    if (const Obstacle obstacle = obstacleOf(record); obstacle.kind)
      return find(record, obstacle.kind, obstacle.sentence + " It is left out.");
    Example example;
    try {
      example = toExample(record, m_tools);
    } catch (const Error& error) {
      return find(record, "template_mismatch", error.sentence() + " The example is left out.");
    }
    const std::size_t length = example.tokens.size();
    if (length > m_limits.maxTokens && !cut(record, example)) return;
    if (std::ranges::count(example.scored, 1) == 0)
      return find(record, "nothing_to_learn", "No token of it would be learnt. It is left out.");
    m_set.examples.push_back(std::move(example));
    m_set.records.push_back(index);
    m_set.lengths.push_back(length);
  }

  // False if nothing is left of it.
  bool cut(const Record& record, Example& example) {
    const auto first = example.scored.begin() + std::ptrdiff_t(m_limits.maxTokens);
    const auto lost = std::count(first, example.scored.end(), 1);
    const auto kept = std::count(example.scored.begin(), first, 1);
    const std::string has = fmt::format(
        "The example has {} tokens, {} more than the {} that are trained on", example.tokens.size(),
        example.tokens.size() - m_limits.maxTokens, m_limits.maxTokens);
    if (kept == 0) {
      find(record, "too_long", has + ", and its answer lies behind them. It is left out.");
      return false;
    }
    if (lost > 0)
      find(record, "too_long",
           fmt::format("{}: what is behind is cut, {} of the {} tokens of its answers.", has, lost,
                       lost + kept));
    example.tokens.resize(m_limits.maxTokens);
    example.scored.resize(m_limits.maxTokens);
    return true;
  }

  void find(const Record& record, const char* kind, std::string sentence) {
    m_set.findings.add({Severity::Warning, kind, m_data.files[record.file].path, record.line,
                        std::move(sentence)});
  }

  const DataSet& m_data;
  const ChatTools& m_tools;
  const ExampleLimits& m_limits;
  ExampleSet m_set;
};

}  // namespace

ChatTools chatToolsOf(const formats::GgufFile& file) {
  ChatTools tools;
  tools.tokenizer = tokenizer::Tokenizer::fromGguf(file);
  const auto found = chat::findTemplate(file, false);
  tools.templateOrigin = found ? found->origin : "none";
  if (found) tools.chatTemplate = chat::compileTemplate(*found, *tools.tokenizer);
  tools.bosToken = spelling(*tools.tokenizer, tools.tokenizer->bos());
  tools.eosToken = spelling(*tools.tokenizer, tools.tokenizer->eos());
  tools.nowUnixSeconds = std::time(nullptr);
  return tools;
}

Example toExample(const Record& record, const ChatTools& tools) {
  if (record.isText()) return textExample(record, tools);
  if (!tools.chatTemplate)
    throw Error(ErrorCode::Unsupported,
                "The model has no chat template, so it can learn from texts only, not from "
                "conversations.");
  const Obstacle obstacle = obstacleOf(record);
  if (obstacle.kind) throw Error(ErrorCode::InvalidArgument, obstacle.sentence);
  return scoredConversation(record, tools);
}

ExampleSet makeExamples(const DataSet& data, const ChatTools& tools, const ExampleLimits& limits) {
  return ExampleMaker(data, tools, limits).make();
}

}  // namespace alcove::training
