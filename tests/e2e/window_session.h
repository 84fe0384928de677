// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <functional>
#include <memory>

#include "chats/chat_store.h"
#include "core/application.h"
#include "shell/window.h"

namespace alcove::e2e {

// Offscreen platform and software rendering. Call before QGuiApplication is made.
void prepareOffscreen();

// The starter model, or empty with the reason printed: tests then skip.
[[nodiscard]] QString starterModel();

// Writes settings with the first run done, so that the chat page is the first thing to be seen.
void prepareDataFolder(const QString& folder);

// One run of the application over `folder`: services, engine and window, as main() builds them.
class WindowSession {
 public:
  explicit WindowSession(const QString& folder);
  ~WindowSession();

  // Runs the event loop until `condition` holds or the time is over. Returns whether it held.
  static bool waitFor(const std::function<bool()>& condition, int seconds = 60);
  bool waitForModel();
  bool waitForAnswer();  // until no answer is being written in the shown chat

  // Types `text` into the composer and presses Enter, as a person does.
  void ask(const QString& text);
  void type(const QString& text);
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  // Clicks the shown item with that text or accessible name, once there is one; the last one if
  // there are several.
  bool click(const QString& name);
  [[nodiscard]] QQuickItem* find(const QString& name) const;
  [[nodiscard]] QString composerText() const;

  [[nodiscard]] QList<chats::Message> path() const;  // of the shown chat
  [[nodiscard]] QString shown(chats::MessageId message) const;

  // With ALCOVE_SCREENSHOTS=FOLDER in the environment: keeps a picture of the window, light and
  // dark.
  void keepPicture(const QString& name);

  [[nodiscard]] core::Application& application() { return *m_application; }
  [[nodiscard]] ui::Window& window() { return *m_window; }

 private:
  std::unique_ptr<core::Application> m_application;
  std::unique_ptr<ui::Window> m_window;
};

}  // namespace alcove::e2e
