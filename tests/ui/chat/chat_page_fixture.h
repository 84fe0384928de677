// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <memory>

#include "chat/chat_view_model.h"
#include "chats/chat_store.h"
#include "components/navigation.h"
#include "core/application.h"

class QQuickItem;

namespace alcove::ui {

// ChatPage.qml in a window of its own, over a store in a temporary folder, without an engine.
class ChatPage : public ::testing::Test {
 protected:
  ChatPage();
  ~ChatPage() override;

  // A chat with one question and its answer.
  chats::ChatId addExchange(const QString& question, const QString& answer);
  // Shows the newest chat, or a new one.
  void open();
  // Lets bindings, layouts and streamed text arrive.
  void settle();

  // Items by the name of their QML type, in the order of the tree.
  [[nodiscard]] QList<QQuickItem*> itemsOf(const char* type) const;
  [[nodiscard]] QQuickItem* item(
      const char* type) const;  // the first; fails the test if there is none
  // The first shown item whose `text` or accessible name is `text`, or null.
  [[nodiscard]] QQuickItem* findByText(const QString& text) const;
  [[nodiscard]] static bool isShown(const QQuickItem* item);

  void setScheme(const QString& scheme);  // "light" or "dark"

  void focusComposer();
  void type(const QString& text);  // into what has the focus, the composer by default
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void click(QQuickItem* item);
  [[nodiscard]] QString composerText() const;
  // Strings of the interface as they are without a translation.
  [[nodiscard]] static QString tr(const char* text) { return QString::fromUtf8(text); }

  QTemporaryDir folder;
  core::Application application;
  Navigation navigation{nullptr};
  std::unique_ptr<ChatViewModel> viewModel;
  QQmlEngine engine;
  QQuickWindow window;
  std::unique_ptr<QQuickItem> page;
};

}  // namespace alcove::ui
