// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <memory>

#include "core/application.h"
#include "shell/window.h"

namespace alcove::ui {

// The real window over a temporary data folder. Without open() there are only the services, so that
// a test can fill them first.
class WindowTest : public ::testing::Test {
 protected:
  enum class Engine {
    None,    // alcove-engine is not found
    Sample,  // sample_engine.py: models and devices of another machine
  };

  explicit WindowTest(Engine engine = Engine::None);
  ~WindowTest() override;

  void open(QSize size = {1280, 800});
  void close();
  // Lets bindings, layouts and animations arrive.
  static void settle(int milliseconds = 60);
  // Waits up to ten seconds until `condition` holds; fails the test if it never does.
  static void waitFor(const std::function<bool()>& condition, const char* what);

  // Sample chats of several days, with long titles among them.
  void addChats();
  // Files that the sample engine knows, and one that is damaged.
  void addModels();
  void finishOnboarding();

  [[nodiscard]] QQuickWindow& quickWindow() const { return window->quickWindow(); }
  // Every item of the window, popups included, in the order of the tree.
  [[nodiscard]] QList<QQuickItem*> items() const;
  // The first shown item whose accessible name or text is `name`; null if there is none.
  [[nodiscard]] QQuickItem* named(const QString& name) const;
  [[nodiscard]] static QString accessibleName(QQuickItem* item);
  // Visible, with a size, and inside the window's area.
  [[nodiscard]] static bool isShown(const QQuickItem* item);
  void click(const QString& name) const;
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;
  void type(const QString& text) const;

  QTemporaryDir folder;
  std::unique_ptr<core::Application> application;
  std::unique_ptr<Window> window;
};

}  // namespace alcove::ui
