// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/call.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QTimer>

namespace alcove::client {
namespace {

using core::Error;
using core::ErrorCode;

// The error object of docs/api.md, or none if `json` is no such thing.
Error errorFromJson(const QJsonObject& json, const QString& route) {
  const QJsonValue value = json.value(QLatin1String("error"));
  if (!value.isObject()) return {};
  const QJsonObject object = value.toObject();
  const QString sentence = object.value(QLatin1String("message")).toString();
  const QString context = object.value(QLatin1String("context")).toString();
  const ErrorCode code = core::errorCodeFromName(object.value(QLatin1String("type")).toString());
  return Error(
      code == ErrorCode::None ? ErrorCode::Protocol : code,
      sentence.isEmpty() ? Call::tr("The engine reported an error without a reason.") : sentence,
      context.isEmpty() ? route : context);
}

Error connectionError(const QNetworkReply& reply, const QString& route) {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const bool brokeOff = status == 200;  // the answer had begun well
  if (status == 0 || brokeOff) {
    return Error(ErrorCode::EngineGone, Call::tr("The connection to the engine was lost."), route,
                 reply.errorString());
  }
  return Error(ErrorCode::Protocol, Call::tr("The engine answered with status %1.").arg(status),
               route, reply.errorString());
}

}  // namespace

Call::Call(QNetworkReply* reply, Kind kind, const core::Error& missing, QObject* parent)
    : QObject(parent), m_reply(reply), m_kind(kind) {
  if (!reply) {
    QTimer::singleShot(0, this, [this, missing] { endWith(missing); });
    return;
  }
  reply->setParent(this);
  connect(reply, &QNetworkReply::readyRead, this, &Call::readStream);
  connect(reply, &QNetworkReply::finished, this, &Call::replyFinished);
}

Call::~Call() {
  if (m_reply) {
    m_reply->disconnect(this);
    m_reply->abort();
  }
}

void Call::cancel() {
  if (m_cancelled || m_ended) return;
  m_cancelled = true;
  if (m_reply) {
    m_reply->disconnect(this);
    m_reply->abort();
  }
  QTimer::singleShot(0, this, [this] { endWith(Error(ErrorCode::Cancelled, tr("Cancelled."))); });
}

void Call::readStream() {
  const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (m_kind == Kind::Whole || status != 200) return;  // the whole body is read at the end
  const auto events = m_parser.feed(m_reply->readAll());
  for (const QByteArray& bytes : events) {
    if (m_cancelled) return;  // a slot of event() did that
    if (bytes == "[DONE]") continue;
    QJsonParseError parseError;
    const QJsonObject object = QJsonDocument::fromJson(bytes, &parseError).object();
    if (parseError.error != QJsonParseError::NoError) {
      m_error = Error(ErrorCode::Protocol, tr("The engine sent something that is not JSON."),
                      m_reply->url().path(), QString::fromUtf8(bytes.left(500)));
      continue;
    }
    const Error error = errorFromJson(object, m_reply->url().path());
    if (error.isError()) {
      m_error = error;
      continue;
    }
    m_last = object;
    emit event(object);
  }
}

void Call::replyFinished() {
  if (m_cancelled || m_ended) return;
  const QString route = m_reply->url().path();
  const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const bool isStream = m_kind == Kind::Stream && status == 200;
  if (isStream) readStream();
  if (m_cancelled) return;
  const QByteArray body = isStream ? QByteArray() : m_reply->readAll();
  const QJsonDocument document = QJsonDocument::fromJson(body);
  if (!isStream) {
    const Error error = errorFromJson(document.object(), route);
    if (error.isError()) return endWith(error);
  }
  if (m_error.isError()) return endWith(m_error);
  if (m_parser.overflowed()) {
    return endWith(
        Error(ErrorCode::Protocol, tr("The engine sent an event without an end."), route));
  }
  if (m_reply->error() != QNetworkReply::NoError) return endWith(connectionError(*m_reply, route));
  if (!isStream) {
    if (!document.isObject()) {
      return endWith(Error(ErrorCode::Protocol, tr("The engine sent something that is not JSON."),
                           route, QString::fromUtf8(body.left(500))));
    }
    m_last = document.object();
  }
  m_ended = true;
  emit done(m_last);
  deleteLater();
}

void Call::endWith(const core::Error& error) {
  if (m_ended) return;
  m_ended = true;
  emit failed(error);
  deleteLater();
}

}  // namespace alcove::client
