// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <map>
#include <memory>

#include "chats/chat_types.h"
#include "core/error.h"

namespace alcove::client {
class EngineClient;
class ModelSession;
}  // namespace alcove::client
namespace alcove::settings {
class Settings;
}

namespace alcove::chats {

class ChatStore;

// Asks the model and writes its answers into the store. One answer per chat at a time, several
// chats at once. An answer's text reaches the store (and so the window, through
// ChatStore::messageGrew) in batches of at most 60 a second; it is shown only after it was
// written. Lives in the GUI thread. Destroying it ends running answers as Interrupted.
//
// Calls throw core::Error InvalidArgument when the chat is being answered or the text is empty,
// NotFound for unknown ids, and when no model is chosen; if loading it has failed, that error. Then
// nothing was written. What goes wrong later ends the answer as Failed or Interrupted, with
// stats["error"], and comes as answerFailed().
class Conversation : public QObject {
  Q_OBJECT
 public:
  enum class Phase {
    Idle,
    WaitingForModel,  // the model is loading, or the engine starts again
    ReadingPrompt,    // sent; nothing has come back yet
    Thinking,         // what has come back is no part of the answer
    Writing,
  };
  Q_ENUM(Phase)

  // All references must outlive the conversation.
  Conversation(ChatStore& store, client::EngineClient& engine, client::ModelSession& session,
               settings::Settings& settings, QObject* parent = nullptr);
  ~Conversation() override;

  // Adds the question at the end of the shown branch and starts an answer under it. Returns the
  // answer's message. The first question names the chat.
  MessageId ask(ChatId chat, const QString& text);
  // Another answer beside `answer` (any state), to the same question.
  MessageId regenerate(MessageId answer);
  // `text` as another question beside `question`, and its answer. Nothing else changes.
  MessageId edit(MessageId question, const QString& text);
  // Ends the running answer as Stopped, with what has arrived. Nothing happens if there is none.
  void stop(ChatId chat);
  void stopAll();

  [[nodiscard]] Phase phase(ChatId chat) const;
  [[nodiscard]] bool isAnswering(ChatId chat) const { return phase(chat) != Phase::Idle; }
  [[nodiscard]] bool isAnsweringAny() const { return !m_answers.empty(); }

 signals:
  void phaseChanged(qint64 chat, alcove::chats::Conversation::Phase phase);
  // After the store has it: `message` is Complete, Stopped, Interrupted or Failed.
  void answerFinished(qint64 chat, qint64 message);
  void answerFailed(qint64 chat, qint64 message, const alcove::core::Error& error);

 private:
  struct Answer;
  void requireFree(ChatId chat) const;
  MessageId startAnswer(ChatId chat, MessageId question);
  void send(Answer& answer);
  void takeChunk(ChatId chat, const QJsonObject& event);
  void streamEnded(ChatId chat);
  void streamFailed(ChatId chat, const core::Error& error);
  // Writes what has arrived. False if that failed: the answer has then ended.
  bool flush(Answer& answer);
  void keepThought(const Answer& answer);
  // `why` empty: nothing went wrong.
  void end(ChatId chat, MessageState state, const core::Error& why = {});
  void setPhase(Answer& answer, Phase phase);
  void onSessionChanged();
  void onEngineLost(const core::Error& error);

  ChatStore& m_store;
  client::EngineClient& m_engine;
  client::ModelSession& m_session;
  settings::Settings& m_settings;
  std::map<ChatId, std::unique_ptr<Answer>> m_answers;  // the running ones; removed in end()
};

// A chat's title out of its first question: the first line without Markdown, cut at a word.
[[nodiscard]] QString titleFromText(const QString& text);

}  // namespace alcove::chats
