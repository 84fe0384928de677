// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/server_types.h"

#include <QJsonArray>

namespace alcove::client {
namespace {

qint64 count(const QJsonObject& json, QStringView key) {
  return qMax(qint64(0), json[key].toInteger());
}

QStringList strings(const QJsonValue& value) {
  QStringList list;
  for (const QJsonValue& item : value.toArray()) list << item.toString();
  return list;
}

}  // namespace

AccessKey AccessKey::fromJson(const QJsonObject& json) {
  return {json[u"id"].toString(), json[u"name"].toString(), strings(json[u"scopes"]),
          count(json, u"created")};
}

LiveRequest LiveRequest::fromJson(const QJsonObject& json) {
  LiveRequest request;
  request.id = json[u"id"].toString();
  request.route = json[u"route"].toString();
  request.keyName = json[u"key_name"].toString();
  request.state = json[u"state"].toString();
  request.promptTokens = count(json, u"prompt_tokens");
  request.completionTokens = count(json, u"completion_tokens");
  request.tokensPerSecond = qMax(0.0, json[u"tokens_per_s"].toDouble());
  request.elapsedMs = count(json, u"elapsed_ms");
  return request;
}

CacheBlocks CacheBlocks::fromJson(const QJsonObject& json) {
  CacheBlocks blocks;
  blocks.blockTokens = count(json, u"block_tokens");
  blocks.total = count(json, u"blocks_total");
  blocks.used = count(json, u"blocks_used");
  blocks.shared = count(json, u"blocks_shared");
  blocks.cached = count(json, u"blocks_cached");
  blocks.spilledMemory = count(json, u"blocks_spilled_memory");
  blocks.spilledDisk = count(json, u"blocks_spilled_disk");
  blocks.wastedShare = qBound(0.0, json[u"wasted_share"].toDouble(), 1.0);
  blocks.diskBytes = count(json, u"spill_disk_bytes");
  blocks.diskLimitBytes = count(json, u"spill_disk_limit_bytes");
  return blocks;
}

ServerStatus ServerStatus::fromJson(const QJsonObject& json) {
  ServerStatus status;
  status.running = json[u"running"].toBool();
  status.port = json[u"port"].toInt();
  status.url = json[u"url"].toString();
  status.problem = json[u"error"].toObject()[u"message"].toString();
  status.connections = qMax(0, json[u"connections"].toInt());
  for (const QJsonValue& request : json[u"requests"].toArray())
    status.requests << LiveRequest::fromJson(request.toObject());
  const QJsonObject totals = json[u"totals"].toObject();
  status.completionTokens = count(totals, u"completion_tokens");
  status.clockMs = count(totals, u"clock_ms");
  status.model = json[u"model"].toString();
  status.cache = CacheBlocks::fromJson(json[u"cache"].toObject());
  return status;
}

}  // namespace alcove::client
