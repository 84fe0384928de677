// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace alcove {

// What kind of failure this is. Callers branch on the code; people read the sentence.
enum class ErrorCode {
  InvalidArgument,  // the request itself makes no sense (HTTP 400, exit code 1)
  NotFound,         // a file, model or tensor that was named does not exist
  Corrupt,          // a file breaks its format or contradicts itself
  Unsupported,      // well-formed, but not something that this build can do
  LimitExceeded,    // a stated limit (context, steps, depth, bytes) would be passed
  OutOfMemory,      // says how much was needed
  Io,               // the operating system refused a read, write or map
  Device,           // a compute device failed or is missing
  Cancelled,        // somebody asked to stop
};

// The stable lower-case name of `code` ("corrupt", "not_found"), used in JSON.
[[nodiscard]] const char* errorCodeName(ErrorCode code) noexcept;

// The one exception type of Alcove: thrown where outside input is met (files, devices, requests)
// and caught at the edges of the process (a command, a request, a job). Broken invariants of our
// own are asserts, never Errors. Immutable; copying is cheap enough for the failure path.
class Error : public std::runtime_error {
 public:
  // `sentence` is one complete sentence that a person can act on ("The file ends inside tensor
  // 'blk.0.attn_q.weight'."). `context` says where: a file, an offset, a tensor; may be empty.
  Error(ErrorCode code, std::string sentence, std::string context = {});

  [[nodiscard]] ErrorCode code() const noexcept { return m_code; }
  [[nodiscard]] const std::string& sentence() const noexcept { return m_sentence; }
  [[nodiscard]] const std::string& context() const noexcept { return m_context; }

 private:
  ErrorCode m_code;
  std::string m_sentence;
  std::string m_context;
};

}  // namespace alcove
