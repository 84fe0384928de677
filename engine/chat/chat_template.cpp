// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/chat_template.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "alcove/error.h"
#include "chat/jinja/interpreter.h"
#include "chat/jinja/lexer.h"
#include "chat/jinja/parser.h"
#include "chat/message_values.h"

namespace alcove::chat {

struct ChatTemplate::State {
  std::string source;
  jinja::Body body;
  std::set<std::string, std::less<>> names;  // all that stand in it
};

namespace {

// Defines what templates expect; the names are those of the Hugging Face convention.
void defineVariables(jinja::Interpreter& interpreter, const nlohmann::ordered_json& messages,
                     const RenderOptions& options) {
  jinja::Budget& budget = interpreter.budget();
  if (options.variables) {
    if (!options.variables->is_object()) {
      throw Error(ErrorCode::InvalidArgument, "Template variables must be an object.");
    }
    for (const auto& [name, value] : options.variables->items()) {
      interpreter.define(name, valueOf(budget, value));
    }
  }
  const bool noTools = !options.tools || options.tools->is_null();
  interpreter.define("tools",
                     noTools ? jinja::Value(jinja::None{}) : valueOf(budget, *options.tools));
  if (!options.variables || !options.variables->contains("documents")) {
    interpreter.define("documents", jinja::None{});
  }
  interpreter.define("messages", messageValues(budget, messages));
  interpreter.define("add_generation_prompt", options.addGenerationPrompt);
  interpreter.define("bos_token", jinja::Value::text(budget, jinja::fromUtf8(options.bosToken)));
  interpreter.define("eos_token", jinja::Value::text(budget, jinja::fromUtf8(options.eosToken)));
}

std::uint64_t measureInput(const nlohmann::ordered_json& messages, const RenderOptions& options) {
  return measure(messages) + (options.tools ? measure(*options.tools) : 0) +
         (options.variables ? measure(*options.variables) : 0);
}

jinja::Text renderMarked(const jinja::Body& body, const nlohmann::ordered_json& messages,
                         const RenderOptions& options) {
  jinja::Budget budget(jinja::Limits::forInput(measureInput(messages, options)));
  jinja::Interpreter interpreter(budget, options.nowUnixSeconds);
  defineVariables(interpreter, messages, options);
  try {
    return interpreter.render(body);
  } catch (const Error& error) {
    throw Error(error.code(), error.sentence(),
                fmt::format("chat template, line {}", interpreter.line()));
  }
}

}  // namespace

ChatTemplate::ChatTemplate() : m_state(std::make_unique<State>()) {}
ChatTemplate::~ChatTemplate() = default;

std::shared_ptr<const ChatTemplate> ChatTemplate::compile(std::string_view source) {
  const std::shared_ptr<ChatTemplate> compiled(new ChatTemplate);
  compiled->m_state->source = source;
  compiled->m_state->body = jinja::parse(source);
  for (const jinja::Token& token : jinja::tokenize(source)) {
    if (token.kind == jinja::Token::Kind::Name) compiled->m_state->names.insert(token.name);
  }
  return compiled;
}

const std::string& ChatTemplate::source() const { return m_state->source; }

bool ChatTemplate::reads(std::string_view name) const {
  return m_state->names.find(name) != m_state->names.end();
}

std::string ChatTemplate::render(const nlohmann::ordered_json& messages,
                                 const RenderOptions& options) const {
  return jinja::toUtf8(renderMarked(m_state->body, messages, options));
}

std::string ChatTemplate::ownText(const nlohmann::ordered_json& messages,
                                  const RenderOptions& options) const {
  jinja::Text own;
  for (const char32_t c : renderMarked(m_state->body, messages, options)) {
    if (!(c & jinja::kDataMark)) {
      own.push_back(c);
    } else if (!own.empty() && own.back() != U'\n') {
      own.push_back(U'\n');
    }
  }
  return jinja::toUtf8(own);
}

std::vector<tokenizer::TokenId> ChatTemplate::encode(const nlohmann::ordered_json& messages,
                                                     const RenderOptions& options,
                                                     const tokenizer::Tokenizer& tokenizer) const {
  std::vector<tokenizer::ByteRange> data;
  const std::string text = jinja::toUtf8(renderMarked(m_state->body, messages, options), data);
  return tokenizer.encodeMarked(text, data);
}

}  // namespace alcove::chat
