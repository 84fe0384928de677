// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <QUrl>

#include "core/error.h"

namespace alcove::client {

// The child process `alcove-engine serve`, kept alive: when it dies it is started again after a
// pause that grows with each death in a row (0.2 s … 5 s); given up after kMaxFailures starts in a
// row that did not get as far as ready(). The token is 256 random bits, new for each start, and
// goes through the child's standard input: never into its arguments or environment. GUI thread;
// nothing blocks but the destructor (at most 2 s until the child is killed).
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

  // `program` is alcove-engine; empty: start() fails with EngineMissing. `options` follow on its
  // command line, where every user of the machine can read them.
  explicit EngineProcess(const QString& program, const QStringList& options = {},
                         QObject* parent = nullptr);
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
  void onProcessError(QProcess::ProcessError error);
  void afterDeath(const core::Error& error);
  void setState(State state);
  [[nodiscard]] QString details() const;

  QString m_program;
  QStringList m_options;
  QProcess m_process;
  QTimer m_restartTimer;
  QTimer m_startTimer;  // a child that never says its address is killed
  QTimer m_endTimer;    // so is one that does not end when asked to
  QElapsedTimer m_running;
  State m_state = State::Stopped;
  QUrl m_address;
  QByteArray m_token;
  QByteArray m_firstLine;
  QByteArray m_errorLine;
  QStringList m_lastLines;
  core::Error m_lastError;
  int m_failures = 0;  // starts in a row that never became ready
  int m_deaths = 0;    // in a row, each within kCalmMs of being ready
  int m_restarts = 0;
  bool m_stopping = false;
  bool m_startAfterEnd = false;  // start() was called while the child was ending
};

// What ended the child, as one sentence: signals and exit codes in words.
[[nodiscard]] QString describeEnd(int exitCode, QProcess::ExitStatus status);

}  // namespace alcove::client
