// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <functional>

#include "components/toast_model.h"

class QJSEngine;
class QQmlEngine;

namespace alcove::ui {

// Where the person is in the window, and notices for them. The one object that every page may ask
// to go elsewhere; it knows no page itself. The window owns it and hands it to its QML engine
// with installIn(), so that `Navigation` in QML is that object. GUI thread.
class Navigation : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  // Id of the page that is shown ("chat", "models", "settings", …: ui/shell/page_table.cpp)
  Q_PROPERTY(QString page READ page NOTIFY pageChanged)
  // The chat that is shown, a chats::ChatId; 0: a new one that has no message yet
  Q_PROPERTY(double chat READ chat NOTIFY chatChanged)
  // The message of `chat` to bring into view, set with openMessage(); 0: none
  Q_PROPERTY(double message READ message NOTIFY chatChanged)
  Q_PROPERTY(alcove::ui::ToastModel* toasts READ toasts CONSTANT)
 public:
  // No default: a QML engine would make a Navigation of its own with it instead of calling
  // create().
  explicit Navigation(QObject* parent) : QObject(parent) {}

  void installIn(QQmlEngine& engine);
  // For the QML engine only.
  static Navigation* create(QQmlEngine* engine, QJSEngine* scriptEngine);

  [[nodiscard]] QString page() const { return m_page; }
  [[nodiscard]] qint64 chat() const { return m_chat; }
  [[nodiscard]] qint64 message() const { return m_message; }
  [[nodiscard]] ToastModel* toasts() { return &m_toasts; }

  Q_INVOKABLE void goTo(const QString& page);
  // Shows the chat page with `chat`; 0 begins a new one.
  Q_INVOKABLE void openChat(qint64 chat);
  Q_INVOKABLE void openMessage(qint64 chat, qint64 message);
  // The chat that is shown has got a row in the store: 0 becomes `chat`, the page stays as it is.
  Q_INVOKABLE void adoptChat(qint64 chat);

  // A notice of one sentence, for about ten seconds.
  Q_INVOKABLE void notify(const QString& text);
  // A notice with a button; see ToastModel::add().
  void notifyWithAction(const QString& text, const QString& actionText,
                        std::function<void()> action, std::function<void()> expired = {});
  Q_INVOKABLE void triggerToast(int toastId) { m_toasts.trigger(toastId); }
  Q_INVOKABLE void dismissToast(int toastId) { m_toasts.dismiss(toastId); }

  // Asks the window to open its model picker (Ctrl+L), palette or shortcut sheet.
  Q_INVOKABLE void pickModel() { emit modelPickerRequested(); }
  Q_INVOKABLE void openPalette() { emit paletteRequested(); }
  Q_INVOKABLE void showShortcuts() { emit shortcutsRequested(); }

  Q_INVOKABLE void copyText(const QString& text);

 signals:
  void pageChanged();
  void chatChanged();
  // The person asked for a chat, even if it is the one that is shown: its input takes the focus.
  void chatOpened();
  void modelPickerRequested();
  void paletteRequested();
  void shortcutsRequested();

 private:
  void setChat(qint64 chat, qint64 message);

  QString m_page = QStringLiteral("chat");
  qint64 m_chat = 0;
  qint64 m_message = 0;
  ToastModel m_toasts;
};

}  // namespace alcove::ui
