// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/window.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>

#include "components/icon_provider.h"
#include "core/application.h"
#include "settings/settings.h"
#include "shell/qml_modules.h"

namespace alcove::ui {

Window::Window(core::Application& application)
    : m_application(application),
      m_actions(application.settings()),
      m_shell(std::make_unique<ShellViewModel>(PageContext{application, m_navigation, m_actions})) {
  registerQmlModules();
  m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  m_engine.addImageProvider(QStringLiteral("icon"), new IconProvider);
  m_navigation.installIn(m_engine);
  m_engine.setInitialProperties({{QStringLiteral("shell"), QVariant::fromValue(m_shell.get())}});
  m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Alcove/Shell/Main.qml")));
  m_window = m_engine.rootObjects().isEmpty()
                 ? nullptr
                 : qobject_cast<QQuickWindow*>(m_engine.rootObjects().constFirst());
  if (m_window == nullptr) {
    throw core::Error(core::ErrorCode::Io,
                      QCoreApplication::translate("Window",
                                                  "The window could not be opened because parts of "
                                                  "Alcove are missing; install it again."));
  }
  QObject::connect(
      m_window, &QQuickWindow::frameSwapped, &application, [&application] { application.start(); },
      Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
  restoreGeometry();
  m_window->show();
}

Window::~Window() { saveGeometry(); }

void Window::restoreGeometry() {
  const QRect wanted = m_application.settings().windowGeometry();
  const bool onScreen = QGuiApplication::screenAt(wanted.center()) != nullptr;
  if (!wanted.isNull() && onScreen) {
    m_window->setGeometry(wanted);
  }
  const QScreen* screen =
      onScreen ? QGuiApplication::screenAt(wanted.center()) : QGuiApplication::primaryScreen();
  if (screen != nullptr) {
    m_window->resize(m_window->size().boundedTo(screen->availableSize()));
  }
}

void Window::saveGeometry() {
  if (m_window->visibility() == QWindow::Windowed) {
    m_application.settings().setWindowGeometry(m_window->geometry());
  }
}

}  // namespace alcove::ui
