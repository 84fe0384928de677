// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <QUrl>

#include "core/error.h"

namespace alcove::client {

// The child process `alcove-engine serve`, kept alive: when it dies it is started again after a
// pause that grows (0.2 s … 10 s), at most kMaxFailures times in a row without becoming ready.
// The token is 256 random bits, new for each start, and goes through the child's standard input:
// never into its arguments or environment. GUI thread; nothing blocks but the destructor (at most
// 2 s until the child is killed).
class EngineProcess : public QObject {
  Q_OBJECT
 public:
  enum class State {
    Stopped,
    Starting,
    Running,
    Restarting,  // it died and waits for its next start; lastError() says what happened
    Failed,      // given up; lastError() says why. start() tries again
  };
  Q_ENUM(State)
  static constexpr int kMaxFailures = 5;

  // `program` is alcove-engine; empty: start() fails with EngineMissing.
  explicit EngineProcess(const QString& program, QObject* parent = nullptr);
  ~EngineProcess() override;

  void start();
  // Ends the child cleanly (closes its pipe, then terminates, then kills); no restart follows.
  void stop();

  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] QUrl address() const { return m_address; }
  [[nodiscard]] QByteArray token() const { return m_token; }
  [[nodiscard]] qint64 processId() const { return m_process.processId(); }
  [[nodiscard]] int restarts() const { return m_restarts; }
  [[nodiscard]] const core::Error& lastError() const { return m_lastError; }
  // The last lines that the child wrote to standard error, for "Details".
  [[nodiscard]] QStringList lastLines() const { return m_lastLines; }

 signals:
  void stateChanged(alcove::client::EngineProcess::State state);
  void ready();                                 // address() and token() are valid
  void died(const alcove::core::Error& error);  // in words, with the last lines as details

 private:
  void launch();
  void readAddress();
  void readErrors();
  void onFinished(int exitCode, QProcess::ExitStatus status);
  void onStartFailed();
  void fail(const core::Error& error);
  void setState(State state);

  QString m_program;
  QProcess m_process;
  QTimer m_restartTimer;
  QTimer m_startTimer;  // a child that never says its address is killed
  State m_state = State::Stopped;
  QUrl m_address;
  QByteArray m_token;
  QByteArray m_firstLine;
  QByteArray m_errorLine;
  QStringList m_lastLines;
  core::Error m_lastError;
  int m_failures = 0;  // in a row, without having been ready for a while
  int m_restarts = 0;
  bool m_stopping = false;
};

}  // namespace alcove::client
