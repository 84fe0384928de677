// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <utility>

namespace alcove {

const char* errorCodeName(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::InvalidArgument:
      return "invalid_argument";
    case ErrorCode::NotFound:
      return "not_found";
    case ErrorCode::Corrupt:
      return "corrupt";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::LimitExceeded:
      return "limit_exceeded";
    case ErrorCode::OutOfMemory:
      return "out_of_memory";
    case ErrorCode::Io:
      return "io";
    case ErrorCode::Device:
      return "device";
    case ErrorCode::Cancelled:
      return "cancelled";
  }
  return "unknown";
}

Error::Error(ErrorCode code, std::string sentence, std::string context)
    : std::runtime_error(context.empty() ? sentence : sentence + " (" + context + ")"),
      m_code(code),
      m_sentence(std::move(sentence)),
      m_context(std::move(context)) {}

}  // namespace alcove
