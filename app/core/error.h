// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMetaType>
#include <QString>
#include <exception>
#include <string>

namespace alcove::core {

// What kind of failure this is. The first nine have the names that the engine's protocol uses
// (docs/api.md), the others happen on this side of it.
enum class ErrorCode {
  None,
  InvalidArgument,
  NotFound,
  Corrupt,
  Unsupported,
  LimitExceeded,
  OutOfMemory,
  Io,
  Device,
  Cancelled,
  EngineMissing,  // no alcove-engine executable was found
  EngineGone,     // the engine's process ended while something was asked of it
  Protocol,       // the answer is not what docs/api.md promises
};

// "corrupt" <-> ErrorCode::Corrupt. An unknown name gives Protocol.
[[nodiscard]] QString errorCodeName(ErrorCode code);
[[nodiscard]] ErrorCode errorCodeFromName(const QString& name);

// The one error of the application: thrown where the outside world is met (files, database) and
// carried as a value by signals. No slot lets one escape. Default-constructed it means "no error".
class Error : public std::exception {
 public:
  Error() = default;
  Error(ErrorCode errorCode, QString errorSentence, QString errorContext = {},
        QString errorDetails = {});

  ErrorCode code = ErrorCode::None;
  QString sentence;  // one sentence that a person can act on
  QString context;   // where: a file, a route, a field; may be empty
  QString details;   // text to copy for a report, e.g. the engine's last lines; may be empty

  [[nodiscard]] bool isError() const { return code != ErrorCode::None; }
  [[nodiscard]] const char* what() const noexcept override { return m_what.c_str(); }

 private:
  std::string m_what;  // sentence and context in UTF-8
};

}  // namespace alcove::core

Q_DECLARE_METATYPE(alcove::core::Error)
