// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Plays the part of alcove-engine where the real one cannot be made to misbehave on purpose: it
// speaks docs/api.md, and does what the last user message says. How it starts is chosen by
// ALCOVE_TEST_ENGINE: "silent" (never says its address), "remote" (says one of another machine),
// "refuse" (ends with a sentence and exit code 1), else it serves.
//
// Messages: "words N" (N words), "split" (a stream cut at every byte), "error" (an error object in
// the stream), "crash" (two words, then SIGSEGV), "close" (two words, then the connection closes),
// "hang" (one word, then nothing), "think" (a thought in two pieces, then a word), "ponder" (a
// thought, then nothing), "cancelled" (one word, then an end as if the owner had cancelled it),
// "echo" (the messages as they came). The model's path decides how loading goes: "bad" in it fails,
// "deadly" in it ends the process. A header of a file under 8 bytes is refused as cut off.
#include <signal.h>

#include <unistd.h>
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <cstdio>

namespace {

constexpr qint64 kWholeFileBytes = 8;  // a shorter model file counts as cut off

QByteArray token;

QByteArray compact(const QJsonObject& object) {
  return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject delta(const QString& text, const QString& finish = {}) {
  const QJsonObject choice{{"delta", QJsonObject{{"content", text}}},
                           {"finish_reason", finish.isEmpty() ? QJsonValue() : QJsonValue(finish)}};
  return {{"choices", QJsonArray{choice}}};
}

QJsonObject thoughtDelta(const QString& thought) {
  const QJsonObject choice{{"delta", QJsonObject{{"reasoning_content", thought}}},
                           {"finish_reason", QJsonValue()}};
  return {{"choices", QJsonArray{choice}}};
}

QJsonObject lastChunk(int tokens, bool cancelled) {
  QJsonObject chunk = delta({}, cancelled ? "length" : "stop");
  chunk["usage"] = QJsonObject{{"prompt_tokens", 7}, {"completion_tokens", tokens}};
  chunk["alcove"] = QJsonObject{
      {"timings", QJsonObject{{"time_to_first_token_ms", 12.5}, {"generation_tokens_per_s", 99.5}}},
      {"context", QJsonObject{{"used_tokens", 7 + tokens},
                              {"limit_tokens", 2048},
                              {"dropped_tokens", 3},
                              {"policy", "slide"}}},
      {"device", QJsonObject{{"kind", "cpu"}, {"name", "Test"}, {"reason", "only one"}}},
      {"stop_reason", cancelled ? "cancelled" : "end of answer"}};
  return chunk;
}

QJsonObject errorObject(const QString& code, const QString& sentence) {
  return {
      {"error",
       QJsonObject{{"message", sentence}, {"type", code}, {"code", code}, {"context", "here"}}}};
}

class Connection : public QObject {
 public:
  explicit Connection(QTcpSocket* socket) : QObject(socket), m_socket(socket) {
    connect(socket, &QTcpSocket::readyRead, this, [this] { read(); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
  }

 private:
  void read() {
    m_request += m_socket->readAll();
    const auto headEnd = m_request.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const QByteArray head = m_request.left(headEnd);
    qsizetype length = 0;
    bool allowed = false;
    for (const QByteArray& line : head.split('\n')) {
      const QByteArray lower = line.trimmed().toLower();
      if (lower.startsWith("content-length:")) length = lower.mid(15).trimmed().toLongLong();
      if (lower == "authorization: bearer " + token) allowed = true;
    }
    if (m_request.size() < headEnd + 4 + length) return;
    const QByteArray route = head.split(' ').value(1);
    const QJsonObject body = QJsonDocument::fromJson(m_request.mid(headEnd + 4, length)).object();
    m_request.clear();
    if (!allowed) return answer(401, errorObject("invalid_argument", "Wrong token."));
    respond(route, body);
  }

  void answer(int status, const QJsonObject& object) {
    const QByteArray bytes = compact(object);
    m_socket->write("HTTP/1.1 " + QByteArray::number(status) +
                    " X\r\nContent-Type: application/json\r\nContent-Length: " +
                    QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
  }

  void startStream() {
    m_socket->write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
  }
  void chunk(const QByteArray& bytes) {
    m_socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
    m_socket->flush();
  }
  void event(const QJsonObject& object) { chunk("data: " + compact(object) + "\n\n"); }
  void endStream() { m_socket->write("0\r\n\r\n"); }

  void respond(const QByteArray& route, const QJsonObject& body) {
    if (route == "/alcove/v1/load") return load(body["path"].toString());
    if (route == "/v1/chat/completions") return chat(body);
    if (route == "/alcove/v1/inspect") {
      if (body["path"].toString().contains("deadly")) raise(SIGSEGV);
      if (body["path"].toString().contains("bad") ||
          QFileInfo(body["path"].toString()).size() < kWholeFileBytes) {
        return answer(400, errorObject("corrupt", "The file ends inside a tensor."));
      }
      return answer(200, {{"name", "Scripted"},
                          {"architecture", "llama"},
                          {"weights_type", "Q4_1"},
                          {"parameters", 1000},
                          {"license", "apache-2.0"},
                          {"problems", QJsonArray()}});
    }
    if (route == "/alcove/v1/plan") {
      const bool embeds = body["path"].toString().contains("embed");
      return answer(200, {{"total_bytes", 5000},
                          {"kind", embeds ? "embedding" : "chat"},
                          {"fit", "tight"},
                          {"reason", "Just fits."}});
    }
    if (route == "/alcove/v1/status") return answer(200, {{"state", "empty"}});
    if (route == "/alcove/v1/devices") return answer(200, {{"devices", 7}});
    answer(404, errorObject("not_found", "No such route."));
  }

  void load(const QString& path) {
    startStream();
    event({{"state", "loading"}, {"progress", 0.5}});
    if (path.contains("deadly")) raise(SIGSEGV);
    if (path.contains("bad")) {
      event(errorObject("corrupt", "The file ends inside a tensor."));
    } else {
      event({{"state", "ready"},
             {"model", QJsonObject{{"path", path},
                                   {"name", "Scripted"},
                                   {"device", QJsonObject{{"kind", "cpu"}, {"name", "Test"}}}}}});
    }
    endStream();
  }

  void chat(const QJsonObject& body) {
    const QJsonArray messages = body["messages"].toArray();
    const QString ask = messages.last().toObject()["content"].toString();
    startStream();
    if (ask == "echo") {
      event(delta(QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact))));
    } else if (ask == "split") {
      const QByteArray bytes = "data: " + compact(delta(QStringLiteral("Grüße 🌍 ✓"))) + "\r\n\r\n";
      for (const char byte : bytes) chunk(QByteArray(1, byte));
    } else if (ask == "error") {
      event(delta("before "));
      event(errorObject("out_of_memory", "12 MB more memory are needed."));
      return endStream();
    } else if (ask == "think") {
      event(thoughtDelta("Hm, "));
      event(thoughtDelta("so."));
    } else if (ask == "ponder") {
      return event(thoughtDelta("Hm, "));
    } else if (ask == "hang") {
      return event(delta("waiting"));
    } else if (ask == "crash" || ask == "close") {
      event(delta("one "));
      event(delta("two"));
      m_socket->waitForBytesWritten();
      QThread::msleep(100);  // the words arrive before the end does
      if (ask == "crash") raise(SIGSEGV);
      return m_socket->abort();
    }
    const int words = ask.startsWith("words ") ? ask.mid(6).toInt() : 1;
    for (int i = 0; i < words; ++i) event(delta(QStringLiteral("word%1 ").arg(i)));
    event(lastChunk(words, ask == "cancelled"));
    chunk("data: [DONE]\n\n");
    endStream();
  }

  QTcpSocket* m_socket;
  QByteArray m_request;
};

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  const QByteArray mode = qgetenv("ALCOVE_TEST_ENGINE");
  if (mode == "refuse") {
    std::fputs("first line\nNo memory is left for the engine.\n", stderr);
    return 1;
  }
  char line[128] = {};
  if (!std::fgets(line, sizeof line, stdin)) return 2;
  token = QByteArray(line).trimmed().toLower();
  QSocketNotifier input(0, QSocketNotifier::Read);
  QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
    char byte = 0;
    if (read(0, &byte, 1) <= 0) QCoreApplication::quit();
  });
  if (mode == "silent") return QCoreApplication::exec();
  if (mode == "remote") {
    std::puts("http://203.0.113.7:80");
    std::fflush(stdout);
    return QCoreApplication::exec();
  }
  QTcpServer server;
  QObject::connect(&server, &QTcpServer::newConnection, &application, [&server] {
    while (QTcpSocket* socket = server.nextPendingConnection()) new Connection(socket);
  });
  if (!server.listen(QHostAddress::LocalHost)) return 3;
  std::printf("http://127.0.0.1:%u\n", static_cast<unsigned>(server.serverPort()));
  std::fflush(stdout);
  return QCoreApplication::exec();
}
