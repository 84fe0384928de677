// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/chat_view_model.h"

#include <QLocale>
#include <algorithm>

#include "chats/chat_store.h"
#include "chats/conversation.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "components/navigation.h"
#include "core/application.h"

namespace alcove::ui {

using chats::Conversation;
using client::ModelSession;

ChatViewModel::ChatViewModel(core::Application& application, Navigation& navigation,
                             QObject* parent)
    : QObject(parent),
      m_application(application),
      m_navigation(navigation),
      m_messages(application.chats()),
      m_find(m_messages),
      m_modelPicker(application),
      m_drafts(application.paths().dataFolder + QStringLiteral("/drafts.json")) {
  connect(&navigation, &Navigation::chatChanged, this, &ChatViewModel::openChat);
  chats::ChatStore& store = application.chats();
  connect(&store, &chats::ChatStore::chatChanged, this, [this](qint64 chat) {
    if (chat == m_chat) {
      emit titleChanged();
    }
  });
  const auto refreshContext = [this](qint64 chat) {
    if (chat == m_chat) {
      this->refreshContext();
    }
  };
  connect(&store, &chats::ChatStore::pathChanged, this, refreshContext);
  connect(&store, &chats::ChatStore::messageChanged, this, refreshContext);
  connect(&application.conversation(), &Conversation::phaseChanged, this, [this](qint64 chat) {
    if (chat == m_chat) {
      emit activityChanged();
      emit draftChanged();  // canSend
    }
  });
  ModelSession& session = application.modelSession();
  connect(&session, &ModelSession::stateChanged, this, &ChatViewModel::refreshEngine);
  connect(&session, &ModelSession::progressChanged, this, &ChatViewModel::activityChanged);
  connect(&m_messages, &MessageListModel::sentenceFinished, this, &ChatViewModel::spoken);
  m_text = m_drafts.draft(0);
  refreshEngine();
  openChat();
}

ChatViewModel::~ChatViewModel() = default;

// Runs what may throw at the border to the stores; a failure becomes a notice of one sentence.
template <typename Action>
bool ChatViewModel::attempt(Action action) {
  try {
    action();
    return true;
  } catch (const core::Error& error) {
    report(error);
    return false;
  }
}

void ChatViewModel::report(const core::Error& error) { m_navigation.notify(error.sentence); }

void ChatViewModel::openChat() {
  const qint64 chat = m_navigation.chat();
  if (chat != m_chat) {
    m_editedMessage = 0;
    m_chat = chat;
    attempt([this] { m_messages.setChat(m_chat); });
    replaceDraft(m_drafts.draft(m_chat));
    m_find.setActive(false);
    emit chatChanged();
    emit titleChanged();
    emit activityChanged();
    refreshContext();
  }
  const int row = m_navigation.message() == 0 ? -1 : m_messages.rowOf(m_navigation.message());
  if (row >= 0) {
    emit messageRequested(row);
  } else if (m_navigation.message() != 0) {
    // A search hit on a branch that is not shown: show that branch.
    attempt([this] { m_application.chats().selectBranch(m_navigation.message()); });
    emit messageRequested(m_messages.rowOf(m_navigation.message()));
  }
}

QString ChatViewModel::title() const {
  const auto chat = m_chat == 0 ? std::nullopt : m_application.chats().findChat(m_chat);
  return chat ? chat->title : chats::ChatStore::kUntitled();
}

bool ChatViewModel::isAnswering() const {
  return m_chat != 0 && m_application.conversation().isAnswering(m_chat);
}

QString ChatViewModel::activity() const {
  if (m_chat == 0) {
    return {};
  }
  switch (m_application.conversation().phase(m_chat)) {
    case Conversation::Phase::WaitingForModel: {
      const ModelSession& session = m_application.modelSession();
      if (session.state() == ModelSession::State::Loading) {
        return tr("Loading the model, %1 %").arg(qRound(session.progress() * 100));
      }
      return tr("Starting the engine");
    }
    case Conversation::Phase::ReadingPrompt:
      return tr("Reading your question");
    case Conversation::Phase::Thinking:
      return tr("Thinking");
    case Conversation::Phase::Writing:
    case Conversation::Phase::Idle:
      break;
  }
  return {};
}

void ChatViewModel::setDraft(const QString& text) {
  if (text == m_text) {
    return;
  }
  m_text = text;
  if (m_editedMessage == 0) {
    m_drafts.setDraft(m_chat, text);
  }
  emit draftChanged();
}

void ChatViewModel::replaceDraft(const QString& text) {
  setDraft(text);
  emit draftChanged();
  emit draftReplaced();
}

void ChatViewModel::send() {
  const QString text = m_text.trimmed();
  if (!canSend()) {
    return;
  }
  if (m_editedMessage == 0) {
    ask(text);
    return;
  }
  const qint64 question = m_editedMessage;
  if (attempt([&] { m_application.conversation().edit(question, text); })) {
    cancelEdit();
    emit questionSent();
  }
}

void ChatViewModel::ask(const QString& text) {
  const ModelSession& session = m_application.modelSession();
  if (session.state() == ModelSession::State::Empty) {
    m_navigation.notify(tr("Choose a model first."));
    m_navigation.pickModel();
    return;
  }
  if (session.state() == ModelSession::State::Failed) {
    report(session.error());
    return;
  }
  const bool isDraft = text == m_text.trimmed();
  const qint64 before = m_chat;
  qint64 chat = m_chat;
  const bool isAsked = attempt([&] {
    if (chat == 0) {
      chat = m_application.chats().create();
    }
    m_application.conversation().ask(chat, text);
  });
  if (!isAsked) {
    if (before == 0 && chat != 0) {
      attempt([&] { m_application.chats().remove(chat); });
    }
    return;
  }
  if (isDraft) {
    replaceDraft({});
  }
  if (before == 0) {
    m_navigation.adoptChat(chat);
  }
  emit questionSent();
}

void ChatViewModel::stop() {
  if (m_chat != 0) {
    m_application.conversation().stop(m_chat);
  }
}

void ChatViewModel::regenerate(qint64 answer) {
  if (attempt([&] { m_application.conversation().regenerate(answer); })) {
    emit questionSent();
  }
}

void ChatViewModel::beginEdit(qint64 question) {
  const chats::Message* message = m_messages.findMessage(question);
  if (message == nullptr || message->role != chats::Role::User || isAnswering()) {
    return;
  }
  m_editedMessage = question;
  replaceDraft(message->text);
}

void ChatViewModel::editLastQuestion() {
  for (int row = m_messages.rowCount() - 1; row >= 0; --row) {
    const chats::Message* message = m_messages.messageAt(row);
    if (message->role == chats::Role::User) {
      beginEdit(message->id);
      return;
    }
  }
}

void ChatViewModel::cancelEdit() {
  if (m_editedMessage != 0) {
    m_editedMessage = 0;
    replaceDraft(m_drafts.draft(m_chat));
  }
}

void ChatViewModel::stepBranch(qint64 message, int step) {
  attempt([&] { m_application.chats().stepBranch(message, step); });
}

void ChatViewModel::copyMessage(qint64 message) {
  const chats::Message* found = m_messages.findMessage(message);
  if (found != nullptr) {
    m_navigation.copyText(found->text);
    m_navigation.notify(tr("Message copied"));
  }
}

void ChatViewModel::copyCode(const QString& code) {
  m_navigation.copyText(code);
  m_navigation.notify(tr("Code copied"));
}

bool ChatViewModel::escape() {
  if (m_find.isActive()) {
    m_find.setActive(false);
  } else if (isAnswering()) {
    stop();
  } else if (m_editedMessage != 0) {
    cancelEdit();
  } else {
    return false;
  }
  return true;
}

QStringList ChatViewModel::examples() const {
  return {tr("What is the capital of France?"), tr("Explain why the sky is blue in two sentences."),
          tr("Write a short, friendly email that thanks a colleague for their help.")};
}

void ChatViewModel::refreshEngine() {
  m_messages.setEngineNow(engineNow());
  emit activityChanged();
  refreshContext();
  const Notice notice = currentNotice();
  if (!(notice == m_notice)) {
    m_notice = notice;
    emit noticeChanged();
  }
}

QString ChatViewModel::engineNow() const {
  switch (m_application.modelSession().state()) {
    case ModelSession::State::Ready:
      return tr("It is running again.");
    case ModelSession::State::Waiting:
    case ModelSession::State::Loading:
      return tr("It is starting again.");
    case ModelSession::State::Empty:
    case ModelSession::State::Failed:
      break;
  }
  return {};
}

ChatViewModel::Notice ChatViewModel::currentNotice() const {
  const ModelSession& session = m_application.modelSession();
  switch (session.state()) {
    case ModelSession::State::Failed:
      if (m_application.engineProcess().state() == client::EngineProcess::State::Failed) {
        return {};  // the window says so, over every page
      }
      return {session.error().sentence, session.error().context, session.error().details,
              tr("Try again"), true};
    case ModelSession::State::Empty:
      return {tr("No model is loaded."),
              tr("Choose one to get an answer."),
              {},
              tr("Choose a model"),
              false};
    default:
      return {};
  }
}

void ChatViewModel::runNoticeAction() {
  if (m_notice.isError) {
    m_application.modelSession().retry();
  } else {
    m_navigation.pickModel();
  }
}

void ChatViewModel::refreshContext() {
  ContextUsage usage;
  for (int row = m_messages.rowCount() - 1; row >= 0 && usage.limitTokens == 0; --row) {
    usage = contextUsage(m_messages.messageAt(row)->stats);
  }
  const ModelSession& session = m_application.modelSession();
  // A chat whose answers do not say how much they used: better no number than a wrong one.
  if (m_messages.rowCount() == 0 && session.state() == ModelSession::State::Ready) {
    usage.limitTokens = session.model().contextTokens;
  }
  if (!(usage == m_usage)) {
    m_usage = usage;
    emit contextChanged();
  }
}

double ChatViewModel::contextShare() const {
  return m_usage.limitTokens <= 0
             ? -1.0
             : std::min(1.0, double(m_usage.usedTokens) / double(m_usage.limitTokens));
}

QString ChatViewModel::contextDetails() const {
  if (m_usage.limitTokens <= 0) {
    return {};
  }
  const QString used =
      tr("The model can see %1 tokens at a time; this chat uses %2.")
          .arg(QLocale().toString(m_usage.limitTokens), QLocale().toString(m_usage.usedTokens));
  const QString dropped = droppedText(m_usage);
  return dropped.isEmpty() ? used : used + u'\n' + dropped;
}

}  // namespace alcove::ui
