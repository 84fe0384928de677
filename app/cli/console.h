// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QCommandLineParser>
#include <QObject>
#include <QSocketNotifier>
#include <QString>
#include <memory>

#include "core/error.h"

namespace alcove::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

// Standard output and standard error, in UTF-8, at once. A reader that is gone (a closed pipe)
// ends the program as it does other tools.
void print(const QString& text);
void printNote(const QString& text);
// The sentence, and where it happened, as one line on standard error.
void printError(const core::Error& error);

// Parses `arguments` with `parser` (which gets --help). True: go on. False: something was printed,
// and `exitCode` is the command's.
[[nodiscard]] bool parse(QCommandLineParser& parser, const QStringList& arguments, int& exitCode);

// True if a person sits in front of standard input and output.
[[nodiscard]] bool isInteractive();

// Lines from standard input and Ctrl+C as signals of the event loop. One at a time per process.
class ConsoleInput : public QObject {
  Q_OBJECT
 public:
  explicit ConsoleInput(QObject* parent = nullptr);
  ~ConsoleInput() override;  // Ctrl+C ends the process again

 signals:
  void line(const QString& text);
  void ended();        // Ctrl+D, or the end of a file or pipe
  void interrupted();  // Ctrl+C

 private:
  void readInput();
  void readInterrupt();

  QByteArray m_buffer;
  std::unique_ptr<QSocketNotifier> m_input;
  std::unique_ptr<QSocketNotifier> m_interrupt;
};

}  // namespace alcove::cli
