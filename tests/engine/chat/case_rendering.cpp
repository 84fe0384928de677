// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/chat/case_rendering.h"

#include <nlohmann/json.hpp>

#include "chat/chat_template.h"

namespace alcove::test {

using nlohmann::ordered_json;

std::string renderCase(const std::string& source, const ordered_json& input) {
  chat::RenderOptions options;
  ordered_json variables = input;
  options.addGenerationPrompt = variables.value("add_generation_prompt", false);
  options.bosToken = variables.value("bos_token", "<s>");
  options.eosToken = variables.value("eos_token", "</s>");
  options.nowUnixSeconds = variables.value("now", 0);
  const ordered_json tools = variables.value("tools", ordered_json());
  const ordered_json messages = variables.value("messages", ordered_json::array());
  for (const char* known :
       {"add_generation_prompt", "bos_token", "eos_token", "now", "tools", "messages"}) {
    variables.erase(known);
  }
  options.tools = &tools;
  options.variables = &variables;
  return chat::ChatTemplate::compile(source)->render(messages, options);
}

}  // namespace alcove::test
