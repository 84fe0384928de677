// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace alcove::cli {
namespace {

// Written by the signal handler, read by the event loop.
std::array<int, 2> interruptPipe = {-1, -1};

void onInterrupt(int) {
  const char byte = 'i';
  [[maybe_unused]] const auto written = write(interruptPipe[1], &byte, 1);
}

void setInterruptHandler(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
}

void write(std::FILE* file, const QString& text) {
  const QByteArray bytes = text.toUtf8();
  std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
  std::fflush(file);
}

}  // namespace

void print(const QString& text) { write(stdout, text); }
void printNote(const QString& text) { write(stderr, text + u'\n'); }

void printError(const core::Error& error) {
  printNote(error.context.isEmpty() || error.sentence.contains(error.context)
                ? error.sentence
                : QStringLiteral("%1 (%2)").arg(error.sentence, error.context));
}

bool parse(QCommandLineParser& parser, const QStringList& arguments, int& exitCode) {
  const QCommandLineOption help = parser.addHelpOption();
  if (!parser.parse(arguments)) {
    printNote(parser.errorText());
    exitCode = kUsage;
    return false;
  }
  if (parser.isSet(help)) {
    print(parser.helpText());
    exitCode = kDone;
    return false;
  }
  return true;
}

bool isInteractive() { return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0; }

ConsoleInput::ConsoleInput(QObject* parent) : QObject(parent) {
  if (pipe2(interruptPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw core::Error(core::ErrorCode::Io,
                      tr("The terminal cannot be read: no pipe could be made."));
  }
  m_interrupt = std::make_unique<QSocketNotifier>(interruptPipe[0], QSocketNotifier::Read);
  connect(m_interrupt.get(), &QSocketNotifier::activated, this, &ConsoleInput::readInterrupt);
  m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
  connect(m_input.get(), &QSocketNotifier::activated, this, &ConsoleInput::readInput);
  setInterruptHandler(onInterrupt);
}

ConsoleInput::~ConsoleInput() {
  setInterruptHandler(SIG_DFL);
  m_interrupt.reset();
  for (int& end : interruptPipe) {
    close(end);
    end = -1;
  }
}

void ConsoleInput::readInterrupt() {
  std::array<char, 64> bytes{};
  while (read(interruptPipe[0], bytes.data(), bytes.size()) > 0) {
  }
  emit interrupted();
}

void ConsoleInput::readInput() {
  std::array<char, 4096> bytes{};
  const auto count = read(STDIN_FILENO, bytes.data(), bytes.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count > 0) m_buffer.append(bytes.data(), count);
  for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n')) {
    const QString text = QString::fromUtf8(m_buffer.left(end));
    m_buffer.remove(0, end + 1);
    emit line(text);
  }
  if (count > 0) return;
  m_input->setEnabled(false);
  if (!m_buffer.isEmpty()) emit line(QString::fromUtf8(std::exchange(m_buffer, {})));
  emit ended();
}

}  // namespace alcove::cli
