// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/engine_process.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRandomGenerator>
#include <algorithm>
#include <array>
#include <utility>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace alcove::client {
namespace {

using core::Error;
using core::ErrorCode;

constexpr int kTokenWords = 8;  // × 32 bits
constexpr int kStartTimeoutMs = 30'000;
constexpr int kEndTimeoutMs = 1500;
constexpr int kFirstPauseMs = 200;
constexpr int kLongestPauseMs = 5000;
constexpr int kCalmMs = 60'000;  // running this long forgets earlier deaths
constexpr int kKeptLines = 60;
constexpr qsizetype kLongestLine = 4096;

QByteArray freshToken() {
  std::array<quint32, kTokenWords> words{};
  QRandomGenerator::system()->fillRange(words.data(), words.size());
  return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(words)).toHex();
}

// The address if `line` is one on this machine, else an empty url.
QUrl loopbackAddress(const QByteArray& line) {
  const QUrl url(QString::fromUtf8(line.trimmed()), QUrl::StrictMode);
  const bool local = QHostAddress(url.host()).isLoopback();
  return url.scheme() == QLatin1String("http") && local && url.port() > 0 ? url : QUrl();
}

}  // namespace

QString describeEnd(int exitCode, QProcess::ExitStatus status) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("client", text); };
  if (status == QProcess::NormalExit) {
    return exitCode == 0 ? tr("The engine ended by itself.")
                         : tr("The engine ended with exit code %1.").arg(exitCode);
  }
  switch (exitCode) {
    case 4:
      return tr("The engine used an instruction that this processor lacks (signal 4).");
    case 6:
      return tr("The engine stopped itself because an inner check failed (signal 6).");
    case 7:
      return tr(
          "The engine could not read memory, perhaps because a model file changed or its disk "
          "failed (signal 7).");
    case 9:
      return tr("The engine was ended from outside, often because memory ran out (signal 9).");
    case 11:
      return tr("The engine crashed with a memory error (signal 11).");
    case 15:
      return tr("Another program asked the engine to end (signal 15).");
    default:
      return tr("The engine crashed (signal %1).").arg(exitCode);
  }
}

EngineProcess::EngineProcess(const QString& program, const QStringList& options, QObject* parent)
    : QObject(parent), m_program(program), m_options(options) {
  for (QTimer* timer : {&m_restartTimer, &m_startTimer, &m_endTimer}) timer->setSingleShot(true);
  connect(&m_restartTimer, &QTimer::timeout, this, &EngineProcess::launch);
  connect(&m_startTimer, &QTimer::timeout, &m_process, &QProcess::kill);
  connect(&m_endTimer, &QTimer::timeout, &m_process, &QProcess::kill);
#ifdef Q_OS_UNIX
  // A group of its own: Ctrl+C in a terminal is for Alcove, and must not end the engine.
  m_process.setChildProcessModifier([] { setpgid(0, 0); });
#endif
  connect(&m_process, &QProcess::readyReadStandardOutput, this, &EngineProcess::readAddress);
  connect(&m_process, &QProcess::readyReadStandardError, this, &EngineProcess::readErrors);
  connect(&m_process, &QProcess::finished, this, &EngineProcess::onFinished);
  connect(&m_process, &QProcess::errorOccurred, this, &EngineProcess::onProcessError);
}

EngineProcess::~EngineProcess() {
  m_process.disconnect(this);
  if (m_process.state() == QProcess::NotRunning) return;
  m_process.closeWriteChannel();  // the engine ends when its standard input does
  if (m_process.waitForFinished(1000)) return;
  m_process.terminate();
  if (m_process.waitForFinished(500)) return;
  m_process.kill();
  m_process.waitForFinished(500);
}

void EngineProcess::start() {
  if (m_stopping && m_process.state() != QProcess::NotRunning) {
    m_startAfterEnd = true;
    return;
  }
  if (m_state == State::Starting || m_state == State::Running || m_state == State::Restarting)
    return;
  m_failures = 0;
  m_deaths = 0;
  m_stopping = false;
  if (m_program.isEmpty()) {
    m_lastError = Error(ErrorCode::EngineMissing,
                        tr("The program alcove-engine was not found beside Alcove; install Alcove "
                           "again, or name it in ALCOVE_ENGINE."));
    setState(State::Failed);
    emit died(m_lastError);
    return;
  }
  launch();
}

void EngineProcess::stop() {
  m_stopping = true;
  m_startAfterEnd = false;
  m_restartTimer.stop();
  if (m_process.state() == QProcess::NotRunning) return setState(State::Stopped);
  m_process.closeWriteChannel();
  m_endTimer.start(kEndTimeoutMs);
}

void EngineProcess::launch() {
  m_token = freshToken();
  m_address.clear();
  m_firstLine.clear();
  m_errorLine.clear();
  m_lastLines.clear();
  setState(State::Starting);
  m_startTimer.start(kStartTimeoutMs);
  m_process.start(m_program, QStringList{QStringLiteral("serve"), QStringLiteral("--port"),
                                         QStringLiteral("0"), QStringLiteral("--token-stdin")} +
                                 m_options);
  m_process.write(m_token + '\n');
}

void EngineProcess::readAddress() {
  const QByteArray bytes = m_process.readAllStandardOutput();
  if (m_state != State::Starting) return;
  m_firstLine += bytes;
  const qsizetype end = m_firstLine.indexOf('\n');
  if (end < 0 && m_firstLine.size() < kLongestLine) return;
  m_address = loopbackAddress(end < 0 ? m_firstLine : m_firstLine.left(end));
  if (m_address.isEmpty()) {
    m_lastLines << tr("Expected the engine's address, got: %1")
                       .arg(QString::fromUtf8(m_firstLine.left(200).trimmed()));
    m_process.kill();
    return;
  }
  m_startTimer.stop();
  m_failures = 0;
  m_running.start();
  setState(State::Running);
  emit ready();
}

void EngineProcess::readErrors() {
  m_errorLine += m_process.readAllStandardError();
  for (qsizetype end = m_errorLine.indexOf('\n'); end >= 0; end = m_errorLine.indexOf('\n')) {
    m_lastLines << QString::fromUtf8(m_errorLine.left(qMin(end, kLongestLine)));
    m_errorLine.remove(0, end + 1);
  }
  if (m_errorLine.size() > kLongestLine) m_errorLine.clear();  // no line, no message for a person
  while (m_lastLines.size() > kKeptLines) m_lastLines.removeFirst();
}

void EngineProcess::onFinished(int exitCode, QProcess::ExitStatus status) {
  readErrors();
  if (!m_errorLine.isEmpty()) m_lastLines << QString::fromUtf8(std::exchange(m_errorLine, {}));
  const bool timedOut = m_state == State::Starting && !m_startTimer.isActive() &&
                        m_address.isEmpty() && m_firstLine.isEmpty();
  m_startTimer.stop();
  m_endTimer.stop();
  if (m_stopping) {
    setState(State::Stopped);
    if (std::exchange(m_startAfterEnd, false)) start();
    return;
  }
  QString sentence = describeEnd(exitCode, status);
  if (timedOut)
    sentence = tr("The engine did not start within %1 seconds.").arg(kStartTimeoutMs / 1000);
  if (status == QProcess::NormalExit && exitCode != 0 && !m_lastLines.isEmpty()) {
    sentence += u' ' + m_lastLines.constLast().trimmed();  // the engine says why in its last line
  }
  afterDeath(Error(ErrorCode::EngineGone, sentence, m_program, details()));
}

void EngineProcess::onProcessError(QProcess::ProcessError error) {
  if (error != QProcess::FailedToStart) return;  // everything else ends in onFinished()
  m_startTimer.stop();
  afterDeath(Error(ErrorCode::EngineMissing,
                   tr("The engine could not be started: %1.").arg(m_process.errorString()),
                   m_program));
}

void EngineProcess::afterDeath(const core::Error& error) {
  const bool wasReady = !m_address.isEmpty();
  m_address.clear();
  m_token.clear();
  m_lastError = error;
  if (wasReady && m_running.hasExpired(kCalmMs)) m_deaths = 0;
  ++m_deaths;
  if (!wasReady) ++m_failures;
  if (m_failures >= kMaxFailures) {
    setState(State::Failed);
  } else {
    ++m_restarts;
    const int doublings = std::min(m_deaths - 1, 10);
    m_restartTimer.start(std::min(kFirstPauseMs << doublings, kLongestPauseMs));
    setState(State::Restarting);
  }
  emit died(error);
}

QString EngineProcess::details() const { return m_lastLines.join(u'\n'); }

void EngineProcess::setState(State state) {
  if (m_state == state) return;
  m_state = state;
  emit stateChanged(state);
}

}  // namespace alcove::client
