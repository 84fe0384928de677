// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// A person at the window, in a process that may be killed: opens the application over the folder in
// argv[1], asks argv[2] as soon as the model is ready, and writes one line to standard output for
// every message that a frame showed anew: its id and its letters. "engine PID" and "asked" come
// before. The window is the product's own; nothing in it knows that it is watched.
#include <unistd.h>

#include <QGuiApplication>
#include <QHash>
#include <cstdlib>

#include "client/engine_process.h"
#include "e2e/shown_text.h"
#include "e2e/window_session.h"

namespace {

// Straight into the pipe: what was written stays there when this process is killed.
void writeLine(const QByteArray& line) {
  const QByteArray whole = line + '\n';
  if (::write(STDOUT_FILENO, whole.constData(), static_cast<std::size_t>(whole.size())) !=
      whole.size()) {
    std::abort();  // the watcher is gone
  }
}

}  // namespace

int main(int argc, char** argv) {
  alcove::e2e::prepareOffscreen();
  const QGuiApplication application(argc, argv);
  if (argc != 3) {
    writeLine("usage: alcove-window-driver FOLDER QUESTION");
    return 2;
  }
  alcove::e2e::WindowSession session(QString::fromLocal8Bit(argv[1]));
  QQuickWindow& window = session.window().quickWindow();
  QHash<qint64, QString> told;
  QObject::connect(&window, &QQuickWindow::frameSwapped, &window, [&] {
    const QHash<qint64, QString> shown = alcove::e2e::shownTexts(window.contentItem());
    for (auto it = shown.cbegin(); it != shown.cend(); ++it) {
      if (!it.value().isEmpty() && told.value(it.key()) != it.value()) {
        told.insert(it.key(), it.value());
        writeLine("shown " + QByteArray::number(it.key()) + ' ' + it.value().toUtf8());
      }
    }
  });
  if (!session.waitForModel()) {
    writeLine("no model");
    return 1;
  }
  writeLine("engine " + QByteArray::number(session.application().engineProcess().processId()));
  session.ask(QString::fromLocal8Bit(argv[2]));
  writeLine("asked");
  return QGuiApplication::exec();
}
