// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Compiles the input as a chat template and renders a conversation with it. What comes before
// a line "==> input" is the template, what comes behind it the variables as JSON, if it is any.
#include <alcove/error.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "chat/jinja/interpreter.h"
#include "chat/jinja/parser.h"
#include "chat/message_values.h"

namespace {

using namespace alcove::chat;
using nlohmann::ordered_json;

// Stands in every text that comes from outside; the template must not be able to make it its own.
constexpr char32_t kForeign = U'\uE000';
constexpr std::string_view kMarker = "\n==> input\n";

void require(bool holds) {
  if (!holds) std::abort();
}

ordered_json conversation() {
  return ordered_json::parse(R"([
    {"role": "system", "content": "\ue000 Be kind.\n"},
    {"role": "user", "content": "\ue000<b>H\u00e9llo</b> \ue000"},
    {"role": "assistant", "content": "", "reasoning_content": "\ue000",
     "tool_calls": [{"function": {"name": "\ue000f", "arguments": {"\ue000": [1, 2.5, null]}}}]},
    {"role": "tool", "content": "7\ue000", "name": "\ue000"},
    {"role": "\ue000", "content": [{"type": "text", "text": "\ue000"}]}])");
}

ordered_json variablesIn(std::string_view text) {
  if (text.size() > 4096) return ordered_json::object();
  ordered_json read = ordered_json::parse(text, nullptr, false);
  return read.is_object() ? read : ordered_json::object();
}

jinja::Text render(const jinja::Body& body, const ordered_json& variables) {
  // Less than the defaults, so that loops cost the fuzzer little.
  jinja::Budget budget({.steps = 400'000, .characters = 1'000'000, .depth = 400});
  jinja::Interpreter interpreter(budget, 1'700'000'000);
  for (const auto& [name, value] : variables.items()) {
    interpreter.define(name, valueOf(budget, value));
  }
  const ordered_json messages = conversation();
  interpreter.define("messages", messageValues(budget, messages));
  interpreter.define("tools", valueOf(budget, messages[2]["tool_calls"]));
  interpreter.define("add_generation_prompt", true);
  interpreter.define("bos_token", jinja::Value::text(budget, U"<s>"));
  return interpreter.render(body);
}

// A template that spells the character itself may of course write it.
bool spellsForeign(const std::string& source) {
  std::string lower = source;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return source.find("\xEE\x80\x80") != std::string::npos ||
         lower.find("e000") != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::clock_t start = std::clock();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find(kMarker), input.size());
  const std::string source(input.substr(0, end));
  const ordered_json variables =
      variablesIn(input.substr(std::min(end + kMarker.size(), input.size())));
  try {
    const jinja::Body body = jinja::parse(source);
    const jinja::Text text = render(body, variables);
    require(text.size() <= 1'000'000);
    if (!spellsForeign(source)) {
      for (const char32_t c : text) require(c != kForeign);
    }
  } catch (const alcove::Error& error) {
    require(!error.sentence().empty());
  }
  // Processor time, so that a busy machine is not taken for a slow interpreter.
  require(std::clock() - start < 5 * CLOCKS_PER_SEC);
  return 0;
}
