// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/answer_start.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sampling/joined_constraints.h"
#include "server/forced_calls.h"

namespace alcove::server {
namespace {

using runtime::AnswerReader;
using runtime::Engine;
using runtime::TokenId;
using sampling::Constraint;
using Forced = AnswerReader::Forced;

constexpr std::size_t kMostForms = 128;  // of calls, side by side

std::vector<TokenId> parsed(const Engine& engine, const std::string& text) {
  return engine.tokenizer().encode(text, tokenizer::ControlTokens::Parse);
}

// The call of `form` as something that an answer may begin with.
std::shared_ptr<Constraint> callConstraint(const ChatRequest& chat, Forced form,
                                           const AnswerReader& reader, const Engine& engine,
                                           const std::string& only) {
  if (!reader.openThought().empty())  // whoever asks has ended the thought
    form.opening.erase(0, form.opening.find_first_not_of('\n', reader.openThought().size()));
  const std::vector<TokenId> opening = parsed(engine, form.opening);
  const bool marked =
      std::ranges::any_of(opening, [&](TokenId id) { return engine.tokenizer().isControl(id); });
  if (!marked) return engine.constrain(forcedCallGrammar(chat, form, form.opening, only));
  return sampling::behindTokens(opening, engine.constrain(forcedCallGrammar(chat, form, {}, only)));
}

// A call of any tool, each in a form of its own where the family has no common one.
std::shared_ptr<Constraint> anyCall(const ChatRequest& chat, const AnswerReader& reader,
                                    const Engine& engine) {
  try {
    return callConstraint(chat, reader.forced(onlyToolName(chat)), reader, engine, {});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::Unsupported || reader.family().forced.opening.empty()) throw;
  }
  const std::vector<std::string> names = callableNames(chat);
  if (names.size() > kMostForms)
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("This model can be made to choose among at most {} tools; there are {}.",
                    kMostForms, names.size()),
        "tools");
  std::shared_ptr<Constraint> calls;
  for (const std::string& name : names) {
    auto call = callConstraint(chat, reader.forced(name), reader, engine, name);
    calls = calls ? sampling::eitherOf(std::move(calls), std::move(call)) : std::move(call);
  }
  return calls;
}

std::vector<TokenId> endTokens(const tokenizer::Tokenizer& tokenizer, TokenId but) {
  std::vector<TokenId> ends;
  for (std::size_t i = 0; i < tokenizer.size(); ++i)
    if (TokenId(i) != but && tokenizer.endsGeneration(TokenId(i))) ends.push_back(TokenId(i));
  return ends;
}

// `rest`, or a thought and then `rest`, as the model likes. A thought that the prompt has begun is
// gone on with if its end is a token, and ended by the opening if not.
AnswerStart behindThought(std::shared_ptr<Constraint> rest, const AnswerReader& reader,
                          const Engine& engine) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const std::string close(reader.openThought());
  if (!close.empty()) {
    const auto end = tokenizer.find(close);
    if (!end) return {close + "\n\n", std::move(rest)};
    return {{}, sampling::behindMark(*end, endTokens(tokenizer, *end), std::move(rest))};
  }
  for (const AnswerReader::ThoughtTokens& tokens : reader.possibleThoughts()) {
    auto thought = sampling::behindTokens(
        {tokens.open},
        sampling::behindMark(tokens.close, endTokens(tokenizer, tokens.close), rest->clone()));
    rest = sampling::eitherOf(std::move(rest), std::move(thought));
  }
  return {{}, std::move(rest)};
}

AnswerStart formatStart(const ChatRequest& chat, const AnswerReader& reader, const Engine& engine) {
  const std::string opening(reader.family().contentOpening);
  std::shared_ptr<Constraint> rest = engine.constrain(chat.format);
  if (chat.heardTools() == nullptr) {
    AnswerStart start = behindThought(std::move(rest), reader, engine);
    start.opening += opening;
    return start;
  }
  if (reader.family().forced.opening.empty())
    throw Error(ErrorCode::Unsupported,
                "An answer of this model cannot both keep to a format and call tools as it likes; "
                "leave the format or the tools out, or set 'tool_choice' to none.",
                "response_format");
  if (!opening.empty()) rest = sampling::behindTokens(parsed(engine, opening), std::move(rest));
  return behindThought(sampling::eitherOf(std::move(rest), anyCall(chat, reader, engine)), reader,
                       engine);
}

AnswerStart forcedStart(const ChatRequest& chat, const AnswerReader& reader, const Engine& engine) {
  const std::string only = onlyToolName(chat);
  try {
    const Forced form = reader.forced(only);
    return {form.opening, engine.constrain(forcedCallGrammar(chat, form))};
  } catch (const Error& error) {
    const bool choice = only.empty() && !reader.family().forced.opening.empty();
    if (error.code() != ErrorCode::Unsupported || !choice) throw;
  }
  const std::string close(reader.openThought());
  return {close.empty() ? std::string() : close + "\n\n", anyCall(chat, reader, engine)};
}

}  // namespace

AnswerStart answerStart(const ChatRequest& chat, const AnswerReader& reader, const Engine& engine) {
  if (chat.toolUse == ToolUse::Required) return forcedStart(chat, reader, engine);
  if (chat.format) return formatStart(chat, reader, engine);
  if (!chat.grammar) return {};
  const std::string close(reader.openThought());
  return {close.empty() ? std::string() : close + "\n\n", engine.constrain(chat.grammar)};
}

}  // namespace alcove::server
