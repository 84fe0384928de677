// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "components/navigation.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QQmlEngine>
#include <utility>

namespace alcove::ui {

namespace {
constexpr const char* kEngineProperty = "alcoveNavigation";
}

void Navigation::installIn(QQmlEngine& engine) {
  engine.setProperty(kEngineProperty, QVariant::fromValue<QObject*>(this));
}

Navigation* Navigation::create(QQmlEngine* engine, QJSEngine* /*scriptEngine*/) {
  auto* navigation = qobject_cast<Navigation*>(engine->property(kEngineProperty).value<QObject*>());
  Q_ASSERT_X(navigation != nullptr, "Navigation::create", "installIn() comes before loading QML");
  QJSEngine::setObjectOwnership(navigation, QJSEngine::CppOwnership);
  return navigation;
}

void Navigation::goTo(const QString& page) {
  if (page != m_page) {
    m_page = page;
    emit pageChanged();
  }
}

void Navigation::openChat(qint64 chat) { openMessage(chat, 0); }

void Navigation::openMessage(qint64 chat, qint64 message) {
  setChat(chat, message);
  goTo(QStringLiteral("chat"));
  emit chatOpened();
}

void Navigation::adoptChat(qint64 chat) { setChat(chat, 0); }

void Navigation::notify(const QString& text) { m_toasts.add(text, {}, {}, {}); }

void Navigation::notifyWithAction(const QString& text, const QString& actionText,
                                  std::function<void()> action, std::function<void()> expired) {
  m_toasts.add(text, actionText, std::move(action), std::move(expired));
}

void Navigation::copyText(const QString& text) { QGuiApplication::clipboard()->setText(text); }

void Navigation::setChat(qint64 chat, qint64 message) {
  if (chat != m_chat || message != m_message) {
    m_chat = chat;
    m_message = message;
    emit chatChanged();
  }
}

}  // namespace alcove::ui
