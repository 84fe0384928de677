// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "chat/answer_words.h"
#include "chat/chat_find.h"
#include "chat/draft_store.h"
#include "chat/message_list_model.h"
#include "models/model_picker_view_model.h"

namespace alcove::core {
class Application;
class Error;
}  // namespace alcove::core

namespace alcove::ui {

class Navigation;

// The chat page: the open chat, its composer and what may be done there. Follows Navigation::chat;
// a new chat gets its row in the store with its first question. No slot lets an error escape: what
// goes wrong becomes a notice, and what was typed stays in the composer. GUI thread; the
// application and the navigation must outlive it.
class ChatViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("The window makes the one view model of the chat page.")
  Q_PROPERTY(qint64 chat READ chat NOTIFY chatChanged)
  Q_PROPERTY(QString title READ title NOTIFY titleChanged)
  Q_PROPERTY(alcove::ui::MessageListModel* messages READ messages CONSTANT)
  Q_PROPERTY(alcove::ui::ChatFind* find READ find CONSTANT)
  Q_PROPERTY(QObject* modelPicker READ modelPicker CONSTANT)  // ModelPickerViewModel
  Q_PROPERTY(bool answering READ isAnswering NOTIFY activityChanged)
  // What happens before the first word: "Loading the model", "Reading your question"; else empty
  Q_PROPERTY(QString activity READ activity NOTIFY activityChanged)
  Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
  // The question that the composer changes; 0: it asks a new one
  Q_PROPERTY(qint64 editedMessage READ editedMessage NOTIFY draftChanged)
  Q_PROPERTY(bool editing READ isEditing NOTIFY draftChanged)
  Q_PROPERTY(bool canSend READ canSend NOTIFY draftChanged)
  // How much of the context the last answer used, 0 to 1; -1: not known
  Q_PROPERTY(double contextShare READ contextShare NOTIFY contextChanged)
  Q_PROPERTY(QString contextText READ contextText NOTIFY contextChanged)
  Q_PROPERTY(QString contextDetails READ contextDetails NOTIFY contextChanged)
  Q_PROPERTY(bool contextDropped READ isContextDropped NOTIFY contextChanged)
  // Why no answer can come just now; empty title: one can
  Q_PROPERTY(QString noticeTitle READ noticeTitle NOTIFY noticeChanged)
  Q_PROPERTY(QString noticeText READ noticeText NOTIFY noticeChanged)
  Q_PROPERTY(QString noticeDetails READ noticeDetails NOTIFY noticeChanged)
  Q_PROPERTY(QString noticeAction READ noticeAction NOTIFY noticeChanged)
  Q_PROPERTY(bool noticeIsError READ isNoticeError NOTIFY noticeChanged)
  // Questions that a small model can really answer
  Q_PROPERTY(QStringList examples READ examples CONSTANT)

 public:
  ChatViewModel(core::Application& application, Navigation& navigation, QObject* parent = nullptr);
  ~ChatViewModel() override;

  [[nodiscard]] qint64 chat() const { return m_chat; }
  [[nodiscard]] QString title() const;
  [[nodiscard]] MessageListModel* messages() { return &m_messages; }
  [[nodiscard]] ChatFind* find() { return &m_find; }
  [[nodiscard]] QObject* modelPicker() { return &m_modelPicker; }
  [[nodiscard]] bool isAnswering() const;
  [[nodiscard]] QString activity() const;
  [[nodiscard]] QString draft() const { return m_text; }
  void setDraft(const QString& text);
  [[nodiscard]] qint64 editedMessage() const { return m_editedMessage; }
  [[nodiscard]] bool isEditing() const { return m_editedMessage != 0; }
  [[nodiscard]] bool canSend() const { return !m_text.trimmed().isEmpty() && !isAnswering(); }
  [[nodiscard]] double contextShare() const;
  [[nodiscard]] QString contextText() const { return ui::contextText(m_usage); }
  [[nodiscard]] QString contextDetails() const;
  [[nodiscard]] bool isContextDropped() const { return m_usage.droppedTokens > 0; }
  [[nodiscard]] QString noticeTitle() const { return m_notice.title; }
  [[nodiscard]] QString noticeText() const { return m_notice.text; }
  [[nodiscard]] QString noticeDetails() const { return m_notice.details; }
  [[nodiscard]] QString noticeAction() const { return m_notice.action; }
  [[nodiscard]] bool isNoticeError() const { return m_notice.isError; }
  [[nodiscard]] QStringList examples() const;

  // Sends what the composer holds: as a new question, or as another branch of the edited one.
  Q_INVOKABLE void send();
  Q_INVOKABLE void ask(const QString& text);
  Q_INVOKABLE void stop();
  Q_INVOKABLE void regenerate(qint64 answer);
  // Puts the question into the composer; what stood there comes back after it.
  Q_INVOKABLE void beginEdit(qint64 question);
  Q_INVOKABLE void editLastQuestion();
  Q_INVOKABLE void cancelEdit();
  Q_INVOKABLE void stepBranch(qint64 message, int step);
  Q_INVOKABLE void copyMessage(qint64 message);
  Q_INVOKABLE void copyCode(const QString& code);
  // Escape: ends what is under way, the nearest thing first. False if there was nothing.
  Q_INVOKABLE bool escape();
  Q_INVOKABLE void runNoticeAction();

 signals:
  void chatChanged();
  void titleChanged();
  void activityChanged();
  void draftChanged();
  void draftReplaced();  // by the program, not by typing: the composer must show it
  void contextChanged();
  void noticeChanged();
  void questionSent();                   // show the end of the chat
  void messageRequested(int row);        // a search hit: bring this row into view
  void spoken(const QString& sentence);  // for screen readers

 private:
  struct Notice {
    QString title;
    QString text;
    QString details;
    QString action;
    bool isError = false;
    bool operator==(const Notice&) const = default;
  };

  void openChat();
  void replaceDraft(const QString& text);
  void refreshEngine();
  void refreshContext();
  [[nodiscard]] Notice currentNotice() const;
  [[nodiscard]] QString engineNow() const;
  void report(const core::Error& error);
  template <typename Action>
  bool attempt(Action action);

  core::Application& m_application;
  Navigation& m_navigation;
  MessageListModel m_messages;
  ChatFind m_find;
  ModelPickerViewModel m_modelPicker;
  DraftStore m_drafts;
  qint64 m_chat = 0;
  QString m_text;  // what the composer shows
  qint64 m_editedMessage = 0;
  ContextUsage m_usage;
  Notice m_notice;
};

}  // namespace alcove::ui
