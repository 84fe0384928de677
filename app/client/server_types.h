// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "core/error.h"

// What docs/api.md says of the public server, as values. fromJson() never throws: fields that are
// absent or of another type stay at their defaults.
namespace alcove::client {

// A key of the public server; never the key itself.
struct AccessKey {
  QString id;
  QString name;
  QStringList scopes;  // "chat", "embeddings", "read", "metrics"
  qint64 created = 0;  // seconds since 1970
  static AccessKey fromJson(const QJsonObject& json);
  bool operator==(const AccessKey&) const = default;
};

// A request that uses the model now, of other programs or of this window.
struct LiveRequest {
  QString id;
  QString route;
  QString keyName;  // empty: this window's
  QString state;    // "waiting", "answering", "cancelling"
  qint64 promptTokens = 0;
  qint64 completionTokens = 0;
  double tokensPerSecond = 0;
  qint64 elapsedMs = 0;
  static LiveRequest fromJson(const QJsonObject& json);
  bool operator==(const LiveRequest&) const = default;
};

// The blocks of the KV cache.
struct CacheBlocks {
  qint64 blockTokens = 0;
  qint64 total = 0;
  qint64 used = 0;    // held by running requests, shared ones included
  qint64 shared = 0;  // of these, held by several at once
  qint64 cached = 0;  // free, and still of use to a request that begins alike
  qint64 spilledMemory = 0;
  qint64 spilledDisk = 0;
  double wastedShare = 0;  // of what is allocated, 0 … 1
  qint64 diskBytes = 0;
  qint64 diskLimitBytes = 0;  // 0: nothing is kept on disk
  static CacheBlocks fromJson(const QJsonObject& json);
};

struct ServerStatus {
  bool running = false;
  int port = 0;
  QString url;
  QString problem;  // why the last start failed; empty: it did not
  int connections = 0;
  QList<LiveRequest> requests;
  qint64 completionTokens = 0;  // of all answers so far
  qint64 clockMs = 0;           // the engine's, when it said so
  QString model;                // empty: none is loaded
  CacheBlocks cache;
  static ServerStatus fromJson(const QJsonObject& json);
};

}  // namespace alcove::client
