// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QGuiApplication>
#include <QIcon>
#include <cstdio>

#include "cli/command_line.h"
#include "components/fonts.h"
#include "core/application.h"
#include "shell/window.h"

namespace {

QStringList argumentList(int argc, char** argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) {
    arguments.append(QString::fromLocal8Bit(argv[i]));
  }
  return arguments;
}

// Qt aborts a program that finds no display, so this is asked before.
bool hasDisplay() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
  return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
         qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
  return true;
#endif
}

void nameApplication() {
  QCoreApplication::setApplicationName(QStringLiteral("alcove"));
  QCoreApplication::setApplicationVersion(QStringLiteral(ALCOVE_VERSION));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Alcove"));
  QGuiApplication::setDesktopFileName(QStringLiteral("alcove"));
}

int runTerminal(int argc, char** argv, const QStringList& arguments) {
  const QCoreApplication application(argc, argv);
  return alcove::cli::runCommandLine(arguments);
}

int runWindow(int argc, char** argv) {
  const QGuiApplication application(argc, argv);
  alcove::ui::installFonts();
  try {
    alcove::core::Application services;
    const alcove::ui::Window window(services);
    return QGuiApplication::exec();
  } catch (const alcove::core::Error& error) {
    std::fprintf(stderr, "%s\n", qUtf8Printable(error.sentence));
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  nameApplication();
  const QStringList arguments = argumentList(argc, argv);
  if (alcove::cli::isCommandLine(arguments)) {
    return runTerminal(argc, argv, arguments);
  }
  if (!hasDisplay()) {
    std::fputs("There is no display here, so the chat opens in this terminal.\n", stderr);
    return runTerminal(argc, argv, {arguments.value(0), QStringLiteral("chat")});
  }
  return runWindow(argc, argv);
}
