// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/server/little_chat.h"

#include <gtest/gtest.h>

#include "support/gguf_builder.h"

namespace alcove::test {
namespace {

using Json = LittleChat::Json;

void append(Json& object, const std::string& member, const Json& more) {
  if (!object.contains(member) || object[member].is_null())
    object[member] = more;
  else if (more.is_string())
    object[member] = object[member].get<std::string>() + more.get<std::string>();
  else if (more.is_array())
    object[member].insert(object[member].end(), more.begin(), more.end());
}

void addCalls(Json& message, const Json& calls) {
  for (const Json& call : calls) {
    Json& all = message["tool_calls"];
    const std::size_t index = call["index"];
    if (index == all.size()) {
      all.push_back({{"id", call["id"]}, {"type", call["type"]}, {"function", call["function"]}});
    } else if (index < all.size()) {
      append(all[index]["function"], "arguments", call["function"]["arguments"]);
    } else {
      ADD_FAILURE() << "a call without its beginning: " << call;
    }
  }
}

void addDelta(Json& message, const Json& delta) {
  for (const auto& [name, value] : delta.items()) {
    if (name == "tool_calls")
      addCalls(message, value);
    else
      append(message, name, value);
  }
}

}  // namespace

void LittleChat::load(const std::string& words, const std::string& tail,
                      const std::vector<std::string>& controlTokens) {
  GgufBuilder model = littleModelWith(controlTokens);
  model.set(uint32Value("llama.context_length", 2048));  // what ServedEngine::load() asks for
  model.set(stringValue("tokenizer.chat_template",
                        "{# " + words +
                            " #}{% for m in messages %}<|im_start|>{{ m.role }}:{{ m.content }}"
                            "{% endfor %}{% if tools %}T{% endif %}{{ " +
                            Json(tail).dump() + " }}"));
  const auto events = m_engine.load(m_folder.write("model.gguf", model.build()));
  ASSERT_EQ(events.back().value("state", ""), "ready") << events.back();
}

httplib::Result LittleChat::post(const Json& request, const char* path) const {
  return m_engine.post(path, request.dump());
}

Json LittleChat::whole(const Json& request, const char* path) const {
  const auto result = post(request, path);
  if (!result || result->status != 200) {
    ADD_FAILURE() << (result ? result->body : httplib::to_string(result.error()));
    return {};
  }
  return Json::parse(result->body);
}

std::vector<Json> LittleChat::chunks(Json request, const char* path) const {
  request["stream"] = true;
  const auto result = post(request, path);
  std::vector<Json> chunks;
  if (!result || result->status != 200) {
    ADD_FAILURE() << (result ? result->body : httplib::to_string(result.error()));
    return chunks;
  }
  std::vector<std::string> lines = eventLines(result->body);
  if (lines.empty() || lines.back() != "[DONE]") {
    ADD_FAILURE() << "the stream does not end with [DONE]: " << result->body;
    return chunks;
  }
  lines.pop_back();
  for (const std::string& line : lines) chunks.push_back(Json::parse(line));
  return chunks;
}

std::string LittleChat::saying(const std::string& text) {
  std::string literal = "root ::= \"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    if (c == '\n')
      literal += "\\n";
    else
      literal += c;
  }
  return literal + "\"";
}

Json LittleChat::choicesOf(const std::vector<Json>& chunks) {
  Json choices = Json::array();
  for (const Json& chunk : chunks) {
    for (const Json& part : chunk["choices"]) {
      const std::size_t index = part["index"];
      while (choices.size() <= index) choices.push_back({{"index", choices.size()}});
      Json& choice = choices[index];
      EXPECT_TRUE(!choice.contains("finish_reason") || choice["finish_reason"].is_null())
          << "something comes behind the end";
      if (part.contains("delta")) addDelta(choice["message"], part["delta"]);
      if (part.contains("text")) append(choice, "text", part["text"]);
      if (!part["logprobs"].is_null())
        for (const auto& [name, value] : part["logprobs"].items())
          append(choice["logprobs"], name, value);
      choice["finish_reason"] = part["finish_reason"];
    }
  }
  return choices;
}

Json LittleChat::question(const std::string& text) {
  Json request = Json::object();
  request["messages"] = Json::array({{{"role", "user"}, {"content", text}}});
  return request;
}

}  // namespace alcove::test
