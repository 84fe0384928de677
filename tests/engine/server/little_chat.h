// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/server/served_engine.h"
#include "support/temporary_folder.h"

namespace alcove::test {

// A served engine with the little model, whose chat template and control tokens are as a test wants
// them. Its weights mean nothing: requests say with `grammar` what it answers (saying()), or with
// tool_choice that it calls.
class LittleChat {
 public:
  using Json = nlohmann::ordered_json;

  // A template that renders messages and tools, and has `words` in a comment, so that the model
  // counts as of the family that these are the sign of; the prompt ends with `tail`.
  void load(const std::string& words, const std::string& tail = {},
            const std::vector<std::string>& controlTokens = {});

  [[nodiscard]] httplib::Result post(const Json& request,
                                     const char* path = "/v1/chat/completions") const;
  // The whole body; fails the test if it is none.
  [[nodiscard]] Json whole(const Json& request, const char* path = "/v1/chat/completions") const;
  // The chunks of the same request as a stream, without [DONE], which must be there.
  [[nodiscard]] std::vector<Json> chunks(Json request,
                                         const char* path = "/v1/chat/completions") const;
  [[nodiscard]] ServedEngine& engine() { return m_engine; }

  // A grammar of nothing but `text`.
  [[nodiscard]] static std::string saying(const std::string& text);
  // The choices of chunks put together as clients do: for each its message or text, logprobs and
  // finish_reason.
  [[nodiscard]] static Json choicesOf(const std::vector<Json>& chunks);
  [[nodiscard]] static Json question(const std::string& text = "Hi");

 private:
  TemporaryFolder m_folder;
  ServedEngine m_engine;
};

}  // namespace alcove::test
