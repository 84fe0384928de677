// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include "client/call.h"
#include "client/division.h"
#include "client/engine_types.h"
#include "core/error.h"

class QNetworkRequest;

namespace alcove::client {

// Speaks docs/api.md with one engine. Every function returns at once with a Call that is never
// null; convert its result with the fromJson() of engine_types.h. Uses no proxy, follows no
// redirect and opens no connection but to the engine's address. GUI thread.
class EngineClient : public QObject {
  Q_OBJECT
 public:
  explicit EngineClient(QObject* parent = nullptr);
  ~EngineClient() override;  // calls under way end without a signal

  // Where the engine is. An empty url means "none": calls then fail with EngineGone and `why`.
  void setEndpoint(const QUrl& address, const QByteArray& token);
  void clearEndpoint(const core::Error& why);
  [[nodiscard]] bool hasEndpoint() const { return m_address.isValid() && !m_address.isEmpty(); }

  Call* status();                          // the object of GET /alcove/v1/status
  Call* load(const LoadRequest& request);  // stream; event(): {"state","progress"};
                                           // done(): {"state","model"}
  Call* unload();
  Call* inspect(const QString& path);                  // Inspection::fromJson
  Call* plan(const QString& path, int contextTokens);  // Plan::fromJson
  Call* plan(const DivisionRequest& request);          // result["division"]: Division::fromJson
  Call* devices();                                     // DeviceList::fromJson
  Call* countTokens(const QString& text);              // result["count"], result["tokens"]
  Call* countTokens(const QList<ChatTurn>& turns);     // through the model's chat template
  Call* chat(const ChatRequest& request);              // stream; event(): ChatChunk::fromJson

  Call* server();                          // ServerStatus::fromJson
  Call* startServer(int port);             // the same; 0: any free port
  Call* stopServer();                      // the same, once it has stopped
  Call* cancelRequest(const QString& id);  // one of ServerStatus::requests
  Call* keys();                            // result["keys"]: AccessKey::fromJson
  Call* addKey(const QString& name, const QStringList& scopes);  // AccessKey, and result["key"]
  Call* removeKey(const QString& id);                            // AccessKey
  Call* restoreKey(const QString& id);  // AccessKey; takes back removeKey()

 private:
  [[nodiscard]] QNetworkRequest makeRequest(const QString& route) const;
  Call* get(const QString& route);
  Call* post(const QString& route, const QJsonObject& body, Call::Kind kind);

  QNetworkAccessManager m_network;
  QUrl m_address;
  QByteArray m_token;
  core::Error m_missing;
};

}  // namespace alcove::client
