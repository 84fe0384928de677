// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>

#include "client/sse_parser.h"
#include "core/error.h"

class QNetworkReply;

namespace alcove::client {

// One request to the engine that is under way. Exactly one of done() or failed() comes, always
// after the function that made the call has returned; then the call deletes itself. Keep it, if at
// all, in a QPointer. Lives in the thread of its EngineClient, which owns it.
class Call : public QObject {
  Q_OBJECT
 public:
  enum class Kind { Whole, Stream };

  // Takes over `reply`; null means that there is no engine, and `missing` says why.
  Call(QNetworkReply* reply, Kind kind, const core::Error& missing, QObject* parent);
  ~Call() override;

  // Closes the connection, which cancels the work in the engine. failed() with Cancelled follows.
  void cancel();

 signals:
  // One event of a stream, in order. Not the last `[DONE]`, not errors.
  void event(const QJsonObject& event);
  // The answer; for a stream its last event (an empty object if there was none). Whether a stream
  // said all that it should is for the caller to see in that event.
  void done(const QJsonObject& result);
  void failed(const alcove::core::Error& error);

 private:
  void readStream();
  void replyFinished();
  void endWith(const core::Error& error);

  QPointer<QNetworkReply> m_reply;
  Kind m_kind;
  SseParser m_parser;
  QJsonObject m_last;
  core::Error m_error;  // found inside the stream
  bool m_cancelled = false;
  bool m_ended = false;
};

}  // namespace alcove::client
