// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "e2e/window_session.h"

#include <QAccessible>
#include <QDir>
#include <QFileInfo>
#include <QTest>
#include <cstdio>

#include "chats/conversation.h"
#include "client/model_session.h"
#include "components/fonts.h"
#include "core/paths.h"
#include "e2e/shown_text.h"
#include "settings/settings.h"

namespace alcove::e2e {
namespace {

constexpr int kAppearsWithinSeconds = 5;  // lists make their rows at the next frame

QString accessibleName(QQuickItem* item) {
  QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
  return accessible == nullptr ? QString() : accessible->text(QAccessible::Name);
}

void collect(QQuickItem* root, QList<QQuickItem*>& items) {
  if (!root->isVisible()) {
    return;
  }
  items.append(root);
  for (QQuickItem* child : root->childItems()) {
    collect(child, items);
  }
}

}  // namespace

void prepareOffscreen() {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
  }
  qputenv("QT_QUICK_BACKEND", "software");
}

QString starterModel() {
  const QString file = qEnvironmentVariable("ALCOVE_MODELS_DIR") +
                       QStringLiteral("/SmolLM2-135M-Instruct.Q4_1.gguf");
  if (!QFileInfo::exists(file)) {
    std::fprintf(stderr, "The starter model is missing: %s\n", qUtf8Printable(file));
    return {};
  }
  return file;
}

void prepareDataFolder(const QString& folder) {
  const core::Paths paths = core::Paths::inside(folder);
  QDir().mkpath(paths.configFolder);
  settings::Settings settings(paths.settingsFile());
  settings.setOnboardingDone(true);
  settings.setReduceMotion(true);
  settings.setThreads(2);
  settings.setContextTokens(2048);
  settings.setTemperature(0);  // the same answers on every run
  settings.save();
}

WindowSession::WindowSession(const QString& folder) {
  static const bool hasFonts = [] {
    ui::installFonts();
    return true;
  }();
  Q_UNUSED(hasFonts);
  m_application = std::make_unique<core::Application>(core::Paths::inside(folder));
  m_window = std::make_unique<ui::Window>(*m_application);
  m_window->quickWindow().requestActivate();
}

WindowSession::~WindowSession() {
  m_window.reset();
  m_application.reset();
}

bool WindowSession::waitFor(const std::function<bool()>& condition, int seconds) {
  return QTest::qWaitFor(condition, seconds * 1000);
}

bool WindowSession::waitForModel() {
  return waitFor([this] {
    return m_application->modelSession().state() == client::ModelSession::State::Ready;
  });
}

bool WindowSession::waitForAnswer() {
  return waitFor(
      [this] { return !m_application->conversation().isAnswering(m_window->navigation().chat()); },
      120);
}

void WindowSession::ask(const QString& text) {
  type(text);
  press(Qt::Key_Return);
}

void WindowSession::type(const QString& text) {
  for (const QChar c : text) {
    QTest::keyClick(&m_window->quickWindow(), c.toLatin1());
  }
}

void WindowSession::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(&m_window->quickWindow(), key, modifiers);
}

QQuickItem* WindowSession::find(const QString& name) const {
  QList<QQuickItem*> items;
  collect(m_window->quickWindow().contentItem(), items);
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    if ((*item)->property("text").toString() == name || accessibleName(*item) == name) {
      return *item;
    }
  }
  return nullptr;
}

bool WindowSession::click(const QString& name) {
  const QQuickItem* item = nullptr;
  if (!waitFor([&] { return (item = find(name)) != nullptr; }, kAppearsWithinSeconds)) {
    return false;
  }
  const QPointF centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
  QTest::mouseClick(&m_window->quickWindow(), Qt::LeftButton, {}, centre.toPoint());
  return true;
}

QString WindowSession::composerText() const {
  const QQuickItem* composer = find(QStringLiteral("Message"));
  return composer == nullptr ? QString() : composer->property("text").toString();
}

void WindowSession::keepPicture(const QString& name) {
  const QString folder = qEnvironmentVariable("ALCOVE_SCREENSHOTS");
  if (folder.isEmpty()) {
    return;
  }
  QDir().mkpath(folder);
  for (const QString& theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
    m_application->settings().setTheme(theme);
    QTest::qWait(200);
    m_window->quickWindow().grabWindow().save(
        QStringLiteral("%1/window-%2-%3.png").arg(folder, name, theme));
  }
}

QList<chats::Message> WindowSession::path() const {
  const qint64 chat = m_window->navigation().chat();
  return chat == 0 ? QList<chats::Message>() : m_application->chats().activePath(chat);
}

QString WindowSession::shown(chats::MessageId message) const {
  return shownTexts(m_window->quickWindow().contentItem()).value(message);
}

}  // namespace alcove::e2e
