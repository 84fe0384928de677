// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "settings/action_model.h"
#include "shell/chat_list_model.h"
#include "shell/notice_model.h"
#include "shell/page_model.h"
#include "shell/palette_model.h"

namespace alcove::ui {

class OnboardingViewModel;

// The state of the window around the pages. GUI thread.
class ShellViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window owns it")
  Q_PROPERTY(alcove::ui::PageModel* pages READ pages CONSTANT)
  Q_PROPERTY(alcove::ui::ActionModel* actions READ actions CONSTANT)
  Q_PROPERTY(alcove::ui::ChatListModel* chats READ chats CONSTANT)
  Q_PROPERTY(alcove::ui::PaletteModel* palette READ palette CONSTANT)
  Q_PROPERTY(alcove::ui::NoticeModel* notices READ notices CONSTANT)
  // "light", "dark" or "contrast": the person's choice, or what the system uses
  Q_PROPERTY(QString scheme READ scheme NOTIFY lookChanged)
  Q_PROPERTY(double textScale READ textScale NOTIFY lookChanged)
  Q_PROPERTY(bool reducedMotion READ reducedMotion NOTIFY lookChanged)
  Q_PROPERTY(
      bool sidebarVisible READ sidebarVisible WRITE setSidebarVisible NOTIFY sidebarVisibleChanged)
  // The page that is shown has the list of chats beside it
  Q_PROPERTY(bool hasChatList READ hasChatList NOTIFY pageChanged)
  Q_PROPERTY(QString title READ title NOTIFY titleChanged)
  Q_PROPERTY(bool onboarding READ onboarding NOTIFY onboardingChanged)
 public:
  explicit ShellViewModel(const PageContext& context, QObject* parent = nullptr);

  [[nodiscard]] PageModel* pages() { return &m_pages; }
  [[nodiscard]] ActionModel* actions() { return &m_context.actions; }
  [[nodiscard]] ChatListModel* chats() { return &m_chats; }
  [[nodiscard]] PaletteModel* palette() { return &m_palette; }
  [[nodiscard]] NoticeModel* notices() { return &m_notices; }
  [[nodiscard]] QString scheme() const;
  [[nodiscard]] double textScale() const;
  [[nodiscard]] bool reducedMotion() const;
  [[nodiscard]] bool sidebarVisible() const;
  void setSidebarVisible(bool visible);
  [[nodiscard]] bool hasChatList() const;
  [[nodiscard]] QString title() const;
  [[nodiscard]] bool onboarding() const;
  // The view model of the first-run page, owned by this object; made at the first call.
  Q_INVOKABLE QObject* onboardingViewModel();

  // Does what the action of that id is for (ui/settings/action_table.h).
  Q_INVOKABLE void runAction(const QString& actionId);

  // Says why not in a notice when `title` cannot be given.
  Q_INVOKABLE void renameChat(qint64 chat, const QString& title);
  // Takes the chat out of the list; a notice offers to undo that.
  Q_INVOKABLE void removeChat(qint64 chat);

  // True if at least one of `urls` is a GGUF file or a folder on this machine.
  Q_INVOKABLE static bool canDrop(const QList<QUrl>& urls);
  // Adds model files and folders that were dropped on the window, and goes to the models.
  Q_INVOKABLE void drop(const QList<QUrl>& urls);

 signals:
  void lookChanged();
  void sidebarVisibleChanged();
  void pageChanged();
  void titleChanged();
  void onboardingChanged();
  void searchRequested();         // the search field of the sidebar takes the focus
  void sidebarToggleRequested();  // shown or floated, as the window's width asks for
  void quitRequested();

 private:
  void addDropped(const QUrl& url);

  PageContext m_context;
  PageModel m_pages;
  ChatListModel m_chats;
  PaletteModel m_palette;
  NoticeModel m_notices;
  QObject* m_onboarding = nullptr;
};

}  // namespace alcove::ui
