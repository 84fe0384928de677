// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/engine_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace alcove::client {

EngineClient::EngineClient(QObject* parent)
    : QObject(parent),
      m_missing(core::ErrorCode::EngineGone, tr("The engine is not running yet.")) {
  m_network.setProxy(QNetworkProxy::NoProxy);  // a proxy from the environment must never see this
  m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
  m_network.setAutoDeleteReplies(false);
}

EngineClient::~EngineClient() {
  qDeleteAll(findChildren<Call*>());  // their replies must go before m_network
}

void EngineClient::setEndpoint(const QUrl& address, const QByteArray& token) {
  m_address = address;
  m_token = token;
}

void EngineClient::clearEndpoint(const core::Error& why) {
  m_address.clear();
  m_token.clear();
  m_missing = core::Error(core::ErrorCode::EngineGone, why.sentence, why.context, why.details);
}

Call* EngineClient::status() { return get(QStringLiteral("/alcove/v1/status")); }

Call* EngineClient::load(const LoadRequest& request) {
  return post(QStringLiteral("/alcove/v1/load"), request.toJson(), Call::Kind::Stream);
}

Call* EngineClient::unload() {
  return post(QStringLiteral("/alcove/v1/unload"), {}, Call::Kind::Whole);
}

Call* EngineClient::inspect(const QString& path) {
  return post(QStringLiteral("/alcove/v1/inspect"), {{QStringLiteral("path"), path}},
              Call::Kind::Whole);
}

Call* EngineClient::plan(const QString& path, int contextTokens) {
  return post(QStringLiteral("/alcove/v1/plan"),
              {{QStringLiteral("path"), path}, {QStringLiteral("context_tokens"), contextTokens}},
              Call::Kind::Whole);
}

Call* EngineClient::plan(const DivisionRequest& request) {
  return post(QStringLiteral("/alcove/v1/plan"), request.toJson(), Call::Kind::Whole);
}

Call* EngineClient::devices() { return get(QStringLiteral("/alcove/v1/devices")); }

Call* EngineClient::countTokens(const QString& text) {
  return post(QStringLiteral("/alcove/v1/tokenize"), {{QStringLiteral("text"), text}},
              Call::Kind::Whole);
}

Call* EngineClient::countTokens(const QList<ChatTurn>& turns) {
  return post(QStringLiteral("/alcove/v1/tokenize"),
              {{QStringLiteral("messages"), messagesToJson(turns)}}, Call::Kind::Whole);
}

Call* EngineClient::chat(const ChatRequest& request) {
  return post(QStringLiteral("/v1/chat/completions"), request.toJson(), Call::Kind::Stream);
}

Call* EngineClient::server() { return get(QStringLiteral("/alcove/v1/server")); }

Call* EngineClient::startServer(int port) {
  return post(QStringLiteral("/alcove/v1/server/start"), {{QStringLiteral("port"), port}},
              Call::Kind::Whole);
}

Call* EngineClient::stopServer() {
  return post(QStringLiteral("/alcove/v1/server/stop"), {}, Call::Kind::Whole);
}

Call* EngineClient::cancelRequest(const QString& id) {
  return post(QStringLiteral("/alcove/v1/server/cancel"), {{QStringLiteral("id"), id}},
              Call::Kind::Whole);
}

Call* EngineClient::keys() { return get(QStringLiteral("/alcove/v1/keys")); }

Call* EngineClient::addKey(const QString& name, const QStringList& scopes) {
  return post(QStringLiteral("/alcove/v1/keys"),
              {{QStringLiteral("name"), name},
               {QStringLiteral("scopes"), QJsonArray::fromStringList(scopes)}},
              Call::Kind::Whole);
}

Call* EngineClient::removeKey(const QString& id) {
  const QString route = QStringLiteral("/alcove/v1/keys/") + id;
  QNetworkReply* reply = hasEndpoint() ? m_network.deleteResource(makeRequest(route)) : nullptr;
  return new Call(reply, Call::Kind::Whole, m_missing, this);
}

Call* EngineClient::restoreKey(const QString& id) {
  return post(QStringLiteral("/alcove/v1/keys"), {{QStringLiteral("restore"), id}},
              Call::Kind::Whole);
}

QNetworkRequest EngineClient::makeRequest(const QString& route) const {
  QUrl url = m_address;
  url.setPath(route);
  QNetworkRequest request(url);
  request.setRawHeader("Authorization", "Bearer " + m_token);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setTransferTimeout(0);  // reading a long prompt may take minutes
  return request;
}

Call* EngineClient::get(const QString& route) {
  QNetworkReply* reply = hasEndpoint() ? m_network.get(makeRequest(route)) : nullptr;
  return new Call(reply, Call::Kind::Whole, m_missing, this);
}

Call* EngineClient::post(const QString& route, const QJsonObject& body, Call::Kind kind) {
  if (!hasEndpoint()) return new Call(nullptr, kind, m_missing, this);
  QNetworkRequest request = makeRequest(route);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  QNetworkReply* reply =
      m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact));
  return new Call(reply, kind, m_missing, this);
}

}  // namespace alcove::client
