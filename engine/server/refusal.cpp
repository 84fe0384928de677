// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/refusal.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <new>

namespace alcove::server {

namespace {

bool isMemberName(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

int httpStatus(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::Unsupported:
    case ErrorCode::LimitExceeded:
      return 400;
    case ErrorCode::NotFound:
      return 404;
    case ErrorCode::Corrupt:
      return 422;
    case ErrorCode::OutOfMemory:
      return 507;
    case ErrorCode::Cancelled:
      return 499;
    case ErrorCode::Io:
    case ErrorCode::Device:
      return 500;
  }
  return 500;
}

std::string errorBody(const std::string& type, const std::string& sentence,
                      const std::string& context) {
  const nlohmann::ordered_json param =
      isMemberName(context) ? nlohmann::ordered_json(context) : nlohmann::ordered_json();
  const nlohmann::ordered_json body = {{"error",
                                        {{"message", sentence},
                                         {"type", type},
                                         {"param", param},
                                         {"code", type},
                                         {"context", context}}}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

HttpResponse refusalFromException() {
  HttpResponse response;
  try {
    throw;
  } catch (const Refusal& refusal) {
    response.status = refusal.status;
    response.body = errorBody(refusal.type, refusal.what());
  } catch (const Error& error) {
    response.status = httpStatus(error.code());
    response.body = errorBody(errorCodeName(error.code()), error.sentence(), error.context());
  } catch (const std::bad_alloc&) {
    response.status = httpStatus(ErrorCode::OutOfMemory);
    response.body = errorBody(errorCodeName(ErrorCode::OutOfMemory),
                              "There is not enough memory for this request.");
  } catch (const std::exception& error) {
    response.status = 500;
    response.body =
        errorBody("internal", std::string("The engine failed inside: ") + error.what() + ".");
  }
  return response;
}

}  // namespace alcove::server
