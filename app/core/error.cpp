// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

#include <array>
#include <utility>

namespace alcove::core {
namespace {

struct CodeName {
  ErrorCode code;
  const char* name;
};

constexpr std::array kCodeNames = {
    CodeName{ErrorCode::None, "none"},
    CodeName{ErrorCode::InvalidArgument, "invalid_argument"},
    CodeName{ErrorCode::NotFound, "not_found"},
    CodeName{ErrorCode::Corrupt, "corrupt"},
    CodeName{ErrorCode::Unsupported, "unsupported"},
    CodeName{ErrorCode::LimitExceeded, "limit_exceeded"},
    CodeName{ErrorCode::OutOfMemory, "out_of_memory"},
    CodeName{ErrorCode::Io, "io"},
    CodeName{ErrorCode::Device, "device"},
    CodeName{ErrorCode::Cancelled, "cancelled"},
    CodeName{ErrorCode::EngineMissing, "engine_missing"},
    CodeName{ErrorCode::EngineGone, "engine_gone"},
    CodeName{ErrorCode::Protocol, "protocol"},
};

}  // namespace

QString errorCodeName(ErrorCode code) {
  for (const CodeName& row : kCodeNames) {
    if (row.code == code) return QString::fromLatin1(row.name);
  }
  return QStringLiteral("protocol");
}

ErrorCode errorCodeFromName(const QString& name) {
  for (const CodeName& row : kCodeNames) {
    if (name == QLatin1String(row.name)) return row.code;
  }
  return ErrorCode::Protocol;
}

Error::Error(ErrorCode errorCode, QString errorSentence, QString errorContext, QString errorDetails)
    : code(errorCode),
      sentence(std::move(errorSentence)),
      context(std::move(errorContext)),
      details(std::move(errorDetails)),
      m_what((context.isEmpty() ? sentence : sentence + QStringLiteral(" (") + context + u')')
                 .toStdString()) {}

}  // namespace alcove::core
