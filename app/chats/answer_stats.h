// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>

#include "client/engine_types.h"

namespace alcove::chats {

// Gathers, while an answer streams, what Message::stats tells about it. The engine's own figures
// are used once they have come (with the last chunk); an answer that was cut short has what was
// measured here instead.
class AnswerStats {
 public:
  void begin();                                    // the request is sent now
  void takeChunk(const client::ChatChunk& chunk);  // in order
  [[nodiscard]] const QString& finishReason() const { return m_finishReason; }
  // In the engine's words, finer than finishReason(); empty until it has given one.
  [[nodiscard]] QString stopReason() const {
    return m_alcove.value(QLatin1String("stop_reason")).toString();
  }

  // As documented at Message::stats. `stopReason` is used where the engine gave none.
  [[nodiscard]] QJsonObject toJson(const client::ModelInfo& model, const QString& stopReason) const;

 private:
  QElapsedTimer m_sinceSent;
  qint64 m_firstTextMs = -1;  // after sending
  qint64 m_lastTextMs = -1;
  int m_textChunks = 0;  // one per token, save where a character takes several
  QString m_thought;
  QString m_finishReason;
  QJsonObject m_usage;
  QJsonObject m_alcove;
};

}  // namespace alcove::chats
