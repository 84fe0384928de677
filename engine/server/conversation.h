// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace alcove::server {

// Writes down a conversation, bit by bit, as the OpenAI messages that chat templates read. What one
// role says in a row becomes one message, since many templates want turns to alternate: texts are
// joined by an empty line, and a thought, a text and calls of the assistant are one turn.
class Conversation {
 public:
  // `role`: system, user or assistant.
  void say(const std::string& role, const std::string& text);
  // The assistant thought this, before what it says or calls next.
  void think(const std::string& text);
  // The assistant called a tool. `arguments`: an object, or the text of one.
  void call(const std::string& id, const std::string& name, nlohmann::ordered_json arguments);
  // What came of the call `id`. Throws Error InvalidArgument if there was no such call; `place` is
  // where in the request it is named.
  void answerCall(const std::string& id, const std::string& text, const std::string& place);

  [[nodiscard]] const nlohmann::ordered_json& messages() const { return m_messages; }

 private:
  // The message that goes on if the last one is of this role, else a new one.
  nlohmann::ordered_json& turn(const std::string& role);

  nlohmann::ordered_json m_messages = nlohmann::ordered_json::array();
  std::map<std::string, std::string> m_calls;  // id → the tool's name
};

}  // namespace alcove::server
