// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <stdexcept>
#include <string>

#include "server/http_server.h"

namespace alcove::server {

// A request that is answered with an HTTP status of its own: what Error's codes cannot say.
class Refusal : public std::runtime_error {
 public:
  Refusal(int httpStatus, const char* typeName, const std::string& sentence)
      : std::runtime_error(sentence), status(httpStatus), type(typeName) {}

  int status;
  const char* type;  // "unauthorized"
};

[[nodiscard]] int httpStatus(ErrorCode code) noexcept;

// The words in which a route's clients expect an error.
enum class ErrorShape { OpenAi, Anthropic };

// {"error": {"message", "type", "param", "code", "context"}} as text: `context` counts as the
// member of the request that is wrong, `param`, if it is a name. Text that is not UTF-8 is
// repaired.
[[nodiscard]] std::string errorBody(const std::string& type, const std::string& sentence,
                                    const std::string& context = {});
// {"type": "error", "error": {"type", "message", "alcove": {"code", "context"}}}, where the inner
// type is Anthropic's word for the HTTP status.
[[nodiscard]] std::string anthropicErrorBody(int httpStatus, const std::string& type,
                                             const std::string& sentence,
                                             const std::string& context = {});

// The response for the exception that is being handled. REQUIRES: inside a catch block.
[[nodiscard]] HttpResponse refusalFromException(ErrorShape shape = ErrorShape::OpenAi);

}  // namespace alcove::server
