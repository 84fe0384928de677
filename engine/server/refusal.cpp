// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/refusal.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <new>

namespace alcove::server {
namespace {

const char* anthropicType(int status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 429:
      return "rate_limit_error";
    case 503:
      return "overloaded_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

}  // namespace

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

std::string anthropicErrorBody(int httpStatus, const std::string& type, const std::string& sentence,
                               const std::string& context) {
  const nlohmann::ordered_json body = {{"type", "error"},
                                       {"error",
                                        {{"type", anthropicType(httpStatus)},
                                         {"message", sentence},
                                         {"alcove", {{"code", type}, {"context", context}}}}}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

HttpResponse refusalFromException(ErrorShape shape) {
  const auto refuse = [shape](int status, const std::string& type, const std::string& sentence,
                              const std::string& context = {}) {
    HttpResponse response;
    response.status = status;
    response.body = shape == ErrorShape::Anthropic
                        ? anthropicErrorBody(status, type, sentence, context)
                        : errorBody(type, sentence, context);
    return response;
  };
  try {
    throw;
  } catch (const Refusal& refusal) {
    return refuse(refusal.status, refusal.type, refusal.what());
  } catch (const Error& error) {
    return refuse(httpStatus(error.code()), errorCodeName(error.code()), error.sentence(),
                  error.context());
  } catch (const std::bad_alloc&) {
    return refuse(httpStatus(ErrorCode::OutOfMemory), errorCodeName(ErrorCode::OutOfMemory),
                  "There is not enough memory for this request.");
  } catch (const std::exception& error) {
    return refuse(500, "internal", std::string("The engine failed inside: ") + error.what() + ".");
  }
}

}  // namespace alcove::server
