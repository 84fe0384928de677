// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QQueue>

#include "chats/chat_store.h"
#include "chats/conversation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "client/model_session.h"
#include "core/application.h"

namespace alcove::cli {
namespace {

using chats::ChatId;
using chats::MessageId;
using client::ModelSession;
using core::Error;

QString tr(const char* text) { return QCoreApplication::translate("cli", text); }

// The chat of the window, line by line. Lines that come while an answer is being written wait.
class TerminalChat {
 public:
  TerminalChat(core::Application& app, ChatId chat) : m_app(app), m_chat(chat) {
    QObject::connect(&m_input, &ConsoleInput::line, &m_loop, [this](const QString& line) {
      m_waiting.enqueue(line);
      next();
    });
    QObject::connect(&m_input, &ConsoleInput::ended, &m_loop, [this] {
      m_inputEnded = true;
      next();
    });
    QObject::connect(&m_input, &ConsoleInput::interrupted, &m_loop, [this] { interrupt(); });
    QObject::connect(&m_app.chats(), &chats::ChatStore::messageGrew, &m_loop,
                     [this](ChatId grown, MessageId, const QString& addition) {
                       if (grown == m_chat) print(addition);
                     });
    QObject::connect(&m_app.conversation(), &chats::Conversation::answerFailed, &m_loop,
                     [this](ChatId, MessageId, const Error& error) {
                       print(QStringLiteral("\n"));
                       printError(error);
                       m_failed = true;
                     });
    QObject::connect(&m_app.conversation(), &chats::Conversation::phaseChanged, &m_loop,
                     [this](ChatId, chats::Conversation::Phase phase) {
                       // Idle comes before answerFailed(): go on when both were heard.
                       if (phase == chats::Conversation::Phase::Idle) {
                         QMetaObject::invokeMethod(
                             &m_loop, [this] { answered(); }, Qt::QueuedConnection);
                       }
                     });
    QObject::connect(&m_app.modelSession(), &ModelSession::stateChanged, &m_loop,
                     [this](ModelSession::State state) { sessionChanged(state); });
  }

  // Returns at the end of the input. True if every answer came.
  bool run() {
    prompt();
    m_loop.exec();
    return !m_failed;
  }

 private:
  void prompt() {
    if (isInteractive()) print(QStringLiteral("> "));
  }

  void next() {
    if (m_app.conversation().isAnswering(m_chat)) return;
    while (!m_waiting.isEmpty()) {
      const QString line = m_waiting.dequeue().trimmed();
      if (line.isEmpty()) {
        prompt();
        continue;
      }
      try {
        m_app.conversation().ask(m_chat, line);
        return;
      } catch (const Error& error) {
        printError(error);
        m_failed = true;
        prompt();
      }
    }
    if (!m_inputEnded) return;
    if (isInteractive()) print(QStringLiteral("\n"));
    m_loop.quit();
  }

  void answered() {
    print(QStringLiteral("\n"));
    if (!m_inputEnded) prompt();
    next();
  }

  void interrupt() {
    if (m_app.conversation().isAnswering(m_chat)) {
      m_app.conversation().stop(m_chat);
      return;
    }
    printNote(tr("\nCtrl+D ends the chat."));
    prompt();
  }

  void sessionChanged(ModelSession::State state) {
    if (state == ModelSession::State::Failed) {
      if (!m_app.conversation().isAnswering(m_chat)) printError(m_app.modelSession().error());
    } else if (state == ModelSession::State::Ready && isInteractive()) {
      const auto& model = m_app.modelSession().model();
      printNote(tr("\n%1 is ready on %2.").arg(model.name, model.device.name));
      if (!m_app.conversation().isAnswering(m_chat)) prompt();
    }
  }

  core::Application& m_app;
  ChatId m_chat;
  ConsoleInput m_input;
  QEventLoop m_loop;
  QQueue<QString> m_waiting;
  bool m_inputEnded = false;
  bool m_failed = false;
};

void printPath(const core::Application& app, ChatId chat) {
  const auto path = app.chats().activePath(chat);
  for (const chats::Message& message : path) {
    const bool isQuestion = message.role == chats::Role::User;
    print((isQuestion ? QStringLiteral("> ") : QString()) + message.text + u'\n');
  }
}

}  // namespace

int runTerminal(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Chats in the terminal, in the same chats as the window. Ctrl+C stops an "
                     "answer, Ctrl+D ends."));
  parser.addPositionalArgument(QStringLiteral("chat"), QStringLiteral("This command."));
  parser.addOptions({
      {QStringLiteral("terminal"), QStringLiteral("The same as the command chat.")},
      {QStringLiteral("chat"), QStringLiteral("Go on with this chat (see alcove chats list)."),
       QStringLiteral("ID")},
      {QStringLiteral("model"), QStringLiteral("A GGUF file (default: the last one used)."),
       QStringLiteral("FILE")},
  });
  int exitCode = kDone;
  if (!parse(parser, arguments, exitCode)) return exitCode;

  core::Application app;
  for (const Error& notice : app.notices()) printError(notice);
  ChatId chat = 0;
  if (parser.isSet(QStringLiteral("chat"))) {
    chat = app.chats().requireChat(parser.value(QStringLiteral("chat")).toLongLong()).id;
    printPath(app, chat);
  }
  app.start(parser.isSet(QStringLiteral("model"))
                ? QFileInfo(parser.value(QStringLiteral("model"))).absoluteFilePath()
                : QString());
  if (app.modelSession().wanted().path.isEmpty()) {
    throw Error(core::ErrorCode::NotFound,
                tr("No model is installed; name one with --model FILE."));
  }
  const bool isNew = chat == 0;
  if (isNew) chat = app.chats().create();
  const bool allCame = TerminalChat(app, chat).run();
  if (isNew && app.chats().requireChat(chat).selectedLeaf == 0) app.chats().remove(chat);
  return allCame ? kDone : kFailed;
}

}  // namespace alcove::cli
