// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>

#include "cli/commands.h"
#include "cli/console.h"
#include "client/engine_client.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "core/paths.h"
#include "library/starter_catalogue.h"
#include "settings/settings.h"

namespace alcove::cli {
namespace {

using client::ModelSession;
using core::Error;
using core::ErrorCode;

// One question to one model, without the database: an answer for a script is not a chat.
class Asking {
 public:
  Asking() : m_process(core::findEngineExecutable()), m_session(m_process, m_client) {}

  // Prints the answer as it comes. Returns when it is complete; throws what went wrong.
  void run(const client::LoadRequest& model, const client::ChatRequest& request) {
    QObject::connect(&m_session, &ModelSession::stateChanged, &m_loop,
                     [this, &request](auto state) {
                       if (state == ModelSession::State::Failed) return end(m_session.error());
                       if (state == ModelSession::State::Ready && !m_asked) ask(request);
                     });
    QObject::connect(&m_session, &ModelSession::engineLost, &m_loop, [this](const Error& error) {
      if (m_asked) end(error);
    });
    m_session.load(model);
    m_process.start();
    if (!m_ended) m_loop.exec();
    if (m_error.isError()) throw m_error;
  }

 private:
  void ask(const client::ChatRequest& request) {
    m_asked = true;
    client::Call* call = m_client.chat(request);
    QObject::connect(call, &client::Call::event, &m_loop, [this](const QJsonObject& event) {
      const auto chunk = client::ChatChunk::fromJson(event);
      if (!chunk.finishReason.isEmpty()) m_finishReason = chunk.finishReason;
      if (!chunk.alcove.isEmpty())
        m_stopReason = chunk.alcove.value(QLatin1String("stop_reason")).toString();
      if (chunk.text.isEmpty()) return;
      print(chunk.text);
      m_endsInNewline = chunk.text.endsWith(u'\n');
    });
    QObject::connect(call, &client::Call::done, &m_loop, [this] {
      end(m_finishReason.isEmpty()
              ? Error(ErrorCode::Protocol, QCoreApplication::translate(
                                               "cli", "The engine ended the answer in the middle."))
              : Error());
    });
    QObject::connect(call, &client::Call::failed, &m_loop,
                     [this](const Error& error) { end(error); });
  }

  void end(const Error& error) {
    if (m_ended) return;
    m_ended = true;
    m_error = error;
    if (m_asked && !m_endsInNewline) print(QStringLiteral("\n"));
    if (m_stopReason == QLatin1String("token limit")) {
      printNote(QCoreApplication::translate(
          "cli", "The answer was cut at the token limit; --max-tokens raises it."));
    } else if (m_stopReason == QLatin1String("context full")) {
      printNote(QCoreApplication::translate(
          "cli", "The answer was cut because the model's context is full."));
    }
    m_loop.quit();
  }

  client::EngineProcess m_process;
  client::EngineClient m_client;
  ModelSession m_session;
  QEventLoop m_loop;
  Error m_error;
  QString m_finishReason;
  QString m_stopReason;
  bool m_asked = false;
  bool m_ended = false;
  bool m_endsInNewline = true;
};

double number(const QCommandLineParser& parser, const QString& option, double low, double high) {
  bool ok = false;
  const double value = parser.value(option).toDouble(&ok);
  if (ok && value >= low && value <= high) return value;
  throw Error(ErrorCode::InvalidArgument,
              QCoreApplication::translate("cli", "--%1 wants a number from %2 to %3.")
                  .arg(option)
                  .arg(low)
                  .arg(high));
}

}  // namespace

int runAsk(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Prints one answer. The same question gives the same answer unless "
                     "--temperature is above 0."));
  const QString kAsk = QStringLiteral("ask");
  const QString kModel = QStringLiteral("model");
  const QString kSystem = QStringLiteral("system");
  const QString kTemperature = QStringLiteral("temperature");
  const QString kMaxTokens = QStringLiteral("max-tokens");
  parser.addOptions({
      {kAsk, QStringLiteral("The question."), QStringLiteral("TEXT")},
      {kModel, QStringLiteral("A GGUF file (default: the last one used, else the starter model)."),
       QStringLiteral("FILE")},
      {kSystem, QStringLiteral("A system prompt (default: the one in the settings)."),
       QStringLiteral("TEXT")},
      {kTemperature, QStringLiteral("0 to 2."), QStringLiteral("T"), QStringLiteral("0")},
      {kMaxTokens, QStringLiteral("The most tokens of the answer."), QStringLiteral("N"),
       QStringLiteral("512")},
  });
  int exitCode = kDone;
  if (!parse(parser, arguments, exitCode)) return exitCode;
  const QString question = parser.value(kAsk);
  if (question.trimmed().isEmpty() || !parser.positionalArguments().isEmpty()) {
    printNote(QStringLiteral("Put the question in quotes: alcove --ask \"What is a token?\""));
    return kUsage;
  }

  const settings::Settings settings(core::Paths::standard().settingsFile());
  client::LoadRequest model;
  model.path = parser.isSet(kModel) ? QFileInfo(parser.value(kModel)).absoluteFilePath()
                                    : library::defaultModel(settings, core::starterModelFolders());
  if (model.path.isEmpty()) {
    throw Error(
        ErrorCode::NotFound,
        QCoreApplication::translate("cli", "No model is installed; name one with --model FILE."));
  }
  model.contextTokens = settings.contextTokens();
  model.threads = settings.threads();
  model.device = settings.device();
  model.budgets = client::budgetTexts(settings.deviceBudgets());
  model.cacheOnProcessor = settings.cacheOnProcessor();

  client::ChatRequest request;
  const QString system = parser.isSet(kSystem) ? parser.value(kSystem) : settings.systemPrompt();
  if (!system.trimmed().isEmpty())
    request.turns << client::ChatTurn{QStringLiteral("system"), system};
  request.turns << client::ChatTurn{QStringLiteral("user"), question};
  request.temperature = number(parser, kTemperature, 0, 2);
  request.maxTokens = static_cast<int>(number(parser, kMaxTokens, 1, 1e6));
  Asking().run(model, request);
  return kDone;
}

}  // namespace alcove::cli
