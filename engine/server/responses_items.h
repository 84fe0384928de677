// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "server/answer_parts.h"
#include "server/http_server.h"

namespace alcove::server {

// How parts of an answer look as output items of the Responses API. `suffix` tells the items of one
// response from those of others.
class ResponsesItems {
 public:
  explicit ResponsesItems(std::string suffix) : m_suffix(std::move(suffix)) {}

  [[nodiscard]] std::string id(const AnswerPart& part, std::size_t index) const;
  // `status`: in_progress (nothing is in it yet), completed or incomplete.
  [[nodiscard]] nlohmann::ordered_json item(const AnswerPart& part, std::size_t index,
                                            const char* status) const;
  // Whether all of it came: `cut` if the answer ended in it before it was at its end.
  [[nodiscard]] static const char* statusOf(const AnswerPart& part, bool cut);

 private:
  std::string m_suffix;
};

// Sends what becomes of an answer as events. Not thread-safe; lives as long as the stream.
class ResponsesEvents final : public PartListener {
 public:
  ResponsesEvents(HttpStream& stream, const ResponsesItems& items)
      : m_stream(stream), m_items(items) {}

  // One event, with its type and number in front of `members`.
  void send(const char* type, const nlohmann::ordered_json& members);
  // From here on a part that ends has been cut off.
  void cut() { m_cut = true; }

  void begin(const AnswerPart& part, std::size_t index) override;
  void say(const AnswerPart& part, std::size_t index, std::string_view more) override;
  void end(const AnswerPart& part, std::size_t index) override;

 private:
  // Members that name the part, and for texts its only content.
  [[nodiscard]] nlohmann::ordered_json placeOf(const AnswerPart& part, std::size_t index) const;

  HttpStream& m_stream;
  const ResponsesItems& m_items;
  std::uint64_t m_next = 0;
  bool m_cut = false;
};

}  // namespace alcove::server
