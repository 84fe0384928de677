// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQmlApplicationEngine>
#include <memory>

#include "components/navigation.h"
#include "settings/action_model.h"
#include "shell/shell_view_model.h"

class QQuickWindow;

namespace alcove::core {
class Application;
}

namespace alcove::ui {

// The window with everything in it. Needs a QGuiApplication with installFonts() done.
class Window {
 public:
  // `application` must outlive the window. Shows the window; once its first frame is on the
  // screen, the application starts (engine, model). Throws core::Error when the window cannot
  // be made, which means a damaged installation.
  explicit Window(core::Application& application);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  [[nodiscard]] QQuickWindow& quickWindow() const { return *m_window; }
  [[nodiscard]] Navigation& navigation() { return m_navigation; }
  [[nodiscard]] ShellViewModel& shell() { return *m_shell; }

 private:
  void restoreGeometry();
  void saveGeometry();

  core::Application& m_application;
  Navigation m_navigation{nullptr};
  ActionModel m_actions;
  std::unique_ptr<ShellViewModel> m_shell;
  QQmlApplicationEngine m_engine;    // destroyed before what its objects look at
  QQuickWindow* m_window = nullptr;  // owned by m_engine
};

}  // namespace alcove::ui
