// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/conversation.h"

#include <QPointer>
#include <QTimer>

#include "chats/answer_stats.h"
#include "chats/chat_store.h"
#include "client/engine_client.h"
#include "client/model_session.h"
#include "settings/settings.h"

namespace alcove::chats {
namespace {

using client::ModelSession;
using core::Error;
using core::ErrorCode;

constexpr int kBatchMs = 20;        // at most 50 batches a second
constexpr int kThoughtMs = 500;     // a crash costs this much of a thought, which is written whole
constexpr int kEndIsNearMs = 1500;  // a broken connection is explained by the process's end by then

client::ChatRequest requestFrom(const settings::Settings& settings) {
  client::ChatRequest request;
  request.maxTokens = settings.maxTokens();
  request.temperature = settings.temperature();
  request.topP = settings.topP();
  request.topK = settings.topK();
  request.minP = settings.minP();
  request.repetitionPenalty = settings.repetitionPenalty();
  request.contextPolicy = settings.contextPolicy();
  const QString system = settings.systemPrompt().trimmed();
  if (!system.isEmpty()) request.turns << client::ChatTurn{QStringLiteral("system"), system};
  return request;
}

// A slot of the timer's own signal may end the answer.
struct LaterDeleter {
  void operator()(QObject* object) const { object->deleteLater(); }
};

}  // namespace

// An answer that is being written.
struct Conversation::Answer {
  ChatId chat = 0;
  MessageId question = 0;
  MessageId message = 0;
  Phase phase = Phase::Idle;
  QPointer<client::Call> call;
  QString pending;  // arrived, not yet written
  std::unique_ptr<QTimer, LaterDeleter> batch;
  std::unique_ptr<QTimer, LaterDeleter> thoughtKeeper;
  client::ModelInfo model;  // that answers; the session forgets it when the engine dies
  AnswerStats stats;
};

Conversation::Conversation(ChatStore& store, client::EngineClient& engine, ModelSession& session,
                           settings::Settings& settings, QObject* parent)
    : QObject(parent), m_store(store), m_engine(engine), m_session(session), m_settings(settings) {
  connect(&m_session, &ModelSession::stateChanged, this, &Conversation::onSessionChanged);
  connect(&m_session, &ModelSession::engineLost, this, &Conversation::onEngineLost);
}

Conversation::~Conversation() {
  while (!m_answers.empty()) end(m_answers.begin()->first, MessageState::Interrupted);
}

MessageId Conversation::ask(ChatId chat, const QString& text) {
  const Chat asked = m_store.requireChat(chat);
  requireFree(chat);
  if (text.trimmed().isEmpty())
    throw Error(ErrorCode::InvalidArgument, tr("Write a question first."));
  const MessageId question = m_store.append(chat, asked.selectedLeaf, Role::User, text);
  if (asked.selectedLeaf == 0) m_store.setAutomaticTitle(chat, titleFromText(text));
  return startAnswer(chat, question);
}

MessageId Conversation::regenerate(MessageId answer) {
  const Message old = m_store.requireMessage(answer);
  if (old.role != Role::Assistant || old.parentId == 0) {
    throw Error(ErrorCode::InvalidArgument, tr("Only an answer can be written again."));
  }
  requireFree(old.chatId);
  return startAnswer(old.chatId, old.parentId);
}

MessageId Conversation::edit(MessageId question, const QString& text) {
  const Message old = m_store.requireMessage(question);
  if (old.role != Role::User)
    throw Error(ErrorCode::InvalidArgument, tr("Only a question can be edited."));
  requireFree(old.chatId);
  if (text.trimmed().isEmpty())
    throw Error(ErrorCode::InvalidArgument, tr("Write a question first."));
  return startAnswer(old.chatId, m_store.append(old.chatId, old.parentId, Role::User, text));
}

void Conversation::stop(ChatId chat) {
  if (m_answers.contains(chat)) end(chat, MessageState::Stopped);
}

void Conversation::stopAll() {
  while (!m_answers.empty()) stop(m_answers.begin()->first);
}

Conversation::Phase Conversation::phase(ChatId chat) const {
  const auto found = m_answers.find(chat);
  return found == m_answers.end() ? Phase::Idle : found->second->phase;
}

void Conversation::requireFree(ChatId chat) const {
  if (m_answers.contains(chat)) {
    throw Error(ErrorCode::InvalidArgument,
                tr("This chat is being answered; stop that answer first."));
  }
  if (m_session.state() == ModelSession::State::Empty) {
    throw Error(ErrorCode::NotFound, tr("Choose a model first."));
  }
  if (m_session.state() == ModelSession::State::Failed) throw m_session.error();
}

MessageId Conversation::startAnswer(ChatId chat, MessageId question) {
  auto answer = std::make_unique<Answer>();
  answer->chat = chat;
  answer->question = question;
  answer->message = m_store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  answer->batch.reset(new QTimer);
  answer->batch->setSingleShot(true);
  answer->batch->setInterval(kBatchMs);
  connect(answer->batch.get(), &QTimer::timeout, this,
          [this, chat] { flush(*m_answers.at(chat)); });
  answer->thoughtKeeper.reset(new QTimer);
  answer->thoughtKeeper->setSingleShot(true);
  answer->thoughtKeeper->setInterval(kThoughtMs);
  connect(answer->thoughtKeeper.get(), &QTimer::timeout, this,
          [this, chat] { keepThought(*m_answers.at(chat)); });
  Answer& running = *(m_answers[chat] = std::move(answer));
  const MessageId message = running.message;
  if (m_session.state() == ModelSession::State::Ready) {
    send(running);
  } else {
    setPhase(running, Phase::WaitingForModel);
  }
  return message;
}

void Conversation::send(Answer& answer) {
  const ChatId chat = answer.chat;
  client::ChatRequest request = requestFrom(m_settings);
  const QList<Message> path = m_store.pathTo(answer.question);
  for (const Message& message : path) {
    if (message.text.isEmpty()) continue;  // an answer that never came
    request.turns << client::ChatTurn{roleName(message.role), message.text};
  }
  answer.model = m_session.model();
  answer.stats.begin();
  answer.call = m_engine.chat(request);
  connect(answer.call, &client::Call::event, this,
          [this, chat](const QJsonObject& event) { takeChunk(chat, event); });
  connect(answer.call, &client::Call::done, this, [this, chat] { streamEnded(chat); });
  connect(answer.call, &client::Call::failed, this,
          [this, chat](const Error& error) { streamFailed(chat, error); });
  setPhase(answer, Phase::ReadingPrompt);
}

void Conversation::takeChunk(ChatId chat, const QJsonObject& event) {
  Answer& answer = *m_answers.at(chat);
  const auto chunk = client::ChatChunk::fromJson(event);
  answer.stats.takeChunk(chunk);
  if (!chunk.thought.isEmpty() && !answer.thoughtKeeper->isActive()) answer.thoughtKeeper->start();
  if (chunk.text.isEmpty()) {
    if (!chunk.thought.isEmpty() && answer.phase == Phase::ReadingPrompt)
      setPhase(answer, Phase::Thinking);
    return;
  }
  answer.pending += chunk.text;
  if (answer.phase == Phase::Writing) {
    if (!answer.batch->isActive()) answer.batch->start();
    return;
  }
  if (!flush(answer)) return;               // the first words are written at once
  const auto found = m_answers.find(chat);  // whoever sees them may have stopped the answer
  if (found != m_answers.end()) setPhase(*found->second, Phase::Writing);
}

void Conversation::streamEnded(ChatId chat) {
  const AnswerStats& stats = m_answers.at(chat)->stats;
  if (stats.finishReason().isEmpty()) {
    return end(chat, MessageState::Interrupted,
               Error(ErrorCode::Protocol, tr("The engine ended the answer in the middle.")));
  }
  const bool cancelled = stats.stopReason() == QLatin1String("cancelled");
  end(chat, cancelled ? MessageState::Stopped : MessageState::Complete);
}

void Conversation::streamFailed(ChatId chat, const Error& error) {
  Answer& answer = *m_answers.at(chat);
  if (error.code != ErrorCode::EngineGone) return end(chat, MessageState::Failed, error);
  const MessageId message = answer.message;
  if (!flush(answer)) return;
  QTimer::singleShot(kEndIsNearMs, this, [this, chat, message, error] {
    const auto found = m_answers.find(chat);
    if (found != m_answers.end() && found->second->message == message) {
      end(chat, MessageState::Interrupted, error);
    }
  });
}

bool Conversation::flush(Answer& answer) {
  answer.batch->stop();
  if (answer.pending.isEmpty()) return true;
  const QString text = std::exchange(answer.pending, {});
  try {
    m_store.appendText(answer.message, text);
    return true;
  } catch (const Error& error) {
    end(answer.chat, MessageState::Failed, error);
    return false;
  }
}

void Conversation::keepThought(const Answer& answer) {
  try {
    m_store.keepStats(answer.message, answer.stats.toJson(answer.model, {}));
  } catch (const Error& error) {
    end(answer.chat, MessageState::Failed, error);
  }
}

void Conversation::end(ChatId chat, MessageState state, const Error& why) {
  const auto found = m_answers.find(chat);
  if (found == m_answers.end()) return;
  const std::unique_ptr<Answer> answer = std::move(found->second);
  m_answers.erase(found);
  answer->batch->stop();
  answer->thoughtKeeper->stop();
  if (answer->call) {
    answer->call->disconnect(this);
    answer->call->cancel();
  }
  Error problem = why;
  try {
    if (!answer->pending.isEmpty()) m_store.appendText(answer->message, answer->pending);
    QString stopReason;
    if (state == MessageState::Stopped) stopReason = QStringLiteral("stopped");
    if (state == MessageState::Interrupted) stopReason = QStringLiteral("interrupted");
    QJsonObject stats = answer->stats.toJson(answer->model, stopReason);
    if (problem.isError()) {
      stats.insert(QStringLiteral("error"),
                   QJsonObject{{QStringLiteral("code"), core::errorCodeName(problem.code)},
                               {QStringLiteral("sentence"), problem.sentence},
                               {QStringLiteral("details"), problem.details}});
    }
    m_store.finish(answer->message, state, stats);
  } catch (const Error& error) {
    problem = error;
  }
  emit phaseChanged(chat, Phase::Idle);
  emit answerFinished(chat, answer->message);
  if (problem.isError()) emit answerFailed(chat, answer->message, problem);
}

void Conversation::setPhase(Answer& answer, Phase phase) {
  if (answer.phase == phase) return;
  answer.phase = phase;
  emit phaseChanged(answer.chat, phase);
}

void Conversation::onSessionChanged() {
  const auto state = m_session.state();
  QList<ChatId> waiting;
  for (const auto& [chat, answer] : m_answers) {
    if (answer->phase == Phase::WaitingForModel) waiting << chat;
  }
  for (const ChatId chat : std::as_const(waiting)) {
    const auto found = m_answers.find(chat);
    if (found == m_answers.end()) continue;
    if (state == ModelSession::State::Ready) {
      send(*found->second);
    } else if (state == ModelSession::State::Failed) {
      end(chat, MessageState::Failed, m_session.error());
    } else if (state == ModelSession::State::Empty) {
      end(chat, MessageState::Failed,
          Error(ErrorCode::Cancelled, tr("No model is loaded any more.")));
    }
  }
}

void Conversation::onEngineLost(const Error& error) {
  QList<ChatId> running;
  for (const auto& [chat, answer] : m_answers) {
    if (answer->phase != Phase::WaitingForModel) running << chat;
  }
  for (const ChatId chat : std::as_const(running)) end(chat, MessageState::Interrupted, error);
}

QString titleFromText(const QString& text) {
  constexpr int kMostCharacters = 60;
  QString line;
  const QStringList lines = text.split(u'\n');
  for (const QString& candidate : lines) {
    line = candidate.simplified();
    while (!line.isEmpty() && QStringLiteral("#>*-`_ ").contains(line.front())) line.remove(0, 1);
    if (!line.isEmpty()) break;
  }
  if (line.size() <= kMostCharacters) return line;
  qsizetype cut = line.lastIndexOf(u' ', kMostCharacters);
  if (cut < kMostCharacters / 2)
    cut = kMostCharacters;  // one long word, or a script without spaces
  if (line[cut - 1].isHighSurrogate()) --cut;
  return line.left(cut).trimmed() + u'…';
}

}  // namespace alcove::chats
