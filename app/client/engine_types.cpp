// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/engine_types.h"

#include <QJsonArray>
#include <cmath>
#include <limits>

namespace alcove::client {
namespace {

QString string(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

// Numbers beyond what a count can be, and anything below 0, come from a broken engine.
qint64 count(const QJsonObject& json, const char* key) {
  const double value = json.value(QLatin1String(key)).toDouble();
  constexpr double kMost = 9e15;  // a double counts exactly up to here
  return std::isfinite(value) ? static_cast<qint64>(qBound(0.0, value, kMost)) : 0;
}

int smallCount(const QJsonObject& json, const char* key) {
  return static_cast<int>(qMin<qint64>(count(json, key), std::numeric_limits<int>::max()));
}

QJsonObject object(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toObject();
}

Fit fitFromName(const QString& name) {
  if (name == QLatin1String("yes")) return Fit::Yes;
  if (name == QLatin1String("tight")) return Fit::Tight;
  if (name == QLatin1String("no")) return Fit::No;
  return Fit::Unknown;
}

}  // namespace

DeviceInfo DeviceInfo::fromJson(const QJsonObject& json) {
  DeviceInfo device;
  device.kind = string(json, "kind");
  device.name = string(json, "name");
  device.reason = string(json, "reason");
  device.cores = smallCount(json, "cores");
  device.memoryBytes = count(json, "memory_bytes");
  device.availableBytes = count(json, "available_bytes");
  device.instructionSet = string(json, "instruction_set");
  device.usable = json.value(QLatin1String("usable")).toBool(true);
  return device;
}

DeviceList DeviceList::fromJson(const QJsonObject& json) {
  DeviceList list;
  const QJsonArray devices = json.value(QLatin1String("devices")).toArray();
  for (const QJsonValue& device : devices) list.devices << DeviceInfo::fromJson(device.toObject());
  list.chosen = string(json, "chosen");
  list.reason = string(json, "reason");
  return list;
}

ModelInfo ModelInfo::fromJson(const QJsonObject& json) {
  ModelInfo model;
  model.path = string(json, "path");
  model.name = string(json, "name");
  model.architecture = string(json, "architecture");
  model.weightsType = string(json, "weights_type");
  model.parameters = count(json, "parameters");
  model.fileBytes = count(json, "file_bytes");
  model.trainedContextTokens = smallCount(json, "trained_context_tokens");
  model.contextTokens = smallCount(json, "context_tokens");
  model.device = DeviceInfo::fromJson(object(json, "device"));
  model.weightsBytes = count(json, "weights_bytes");
  model.cacheBytes = count(json, "cache_bytes");
  model.loadMs = json.value(QLatin1String("load_ms")).toDouble();
  model.chatTemplate = json.value(QLatin1String("chat_template")).toString(model.chatTemplate);
  return model;
}

Inspection Inspection::fromJson(const QJsonObject& json) {
  Inspection inspection;
  inspection.path = string(json, "path");
  inspection.format = string(json, "format");
  inspection.name = string(json, "name");
  inspection.architecture = string(json, "architecture");
  inspection.weightsType = string(json, "weights_type");
  inspection.license = string(json, "license");
  inspection.parameters = count(json, "parameters");
  inspection.fileBytes = count(json, "file_bytes");
  inspection.trainedContextTokens = smallCount(json, "trained_context_tokens");
  const QJsonArray problems = json.value(QLatin1String("problems")).toArray();
  for (const QJsonValue& value : problems) {
    const QJsonObject problem = value.toObject();
    inspection.problems << Problem{string(problem, "severity") == QLatin1String("error"),
                                   string(problem, "sentence"), string(problem, "where")};
  }
  return inspection;
}

Plan Plan::fromJson(const QJsonObject& json) {
  Plan plan;
  plan.weightsBytes = count(json, "weights_bytes");
  plan.cacheBytes = count(json, "cache_bytes");
  plan.workBytes = count(json, "work_bytes");
  plan.totalBytes = count(json, "total_bytes");
  plan.availableBytes = count(json, "available_bytes");
  plan.memoryBytes = count(json, "memory_bytes");
  plan.contextTokens = smallCount(json, "context_tokens");
  plan.embedsOnly = string(json, "kind") == QLatin1String("embedding");
  plan.fit = fitFromName(string(json, "fit"));
  plan.reason = string(json, "reason");
  return plan;
}

QJsonObject LoadRequest::toJson() const {
  QJsonObject json{
      {QStringLiteral("path"), path},           {QStringLiteral("context_tokens"), contextTokens},
      {QStringLiteral("threads"), threads},     {QStringLiteral("device"), device},
      {QStringLiteral("kv_type_k"), cacheType}, {QStringLiteral("kv_type_v"), cacheType}};
  if (!cacheFolder.isEmpty()) {
    json.insert(QStringLiteral("kv_spill_folder"), cacheFolder);
    json.insert(QStringLiteral("kv_spill_disk_bytes"), cacheDiskBytes);
  }
  return json;
}

QJsonArray messagesToJson(const QList<ChatTurn>& turns) {
  QJsonArray messages;
  for (const ChatTurn& turn : turns) {
    messages << QJsonObject{{QStringLiteral("role"), turn.role},
                            {QStringLiteral("content"), turn.text}};
  }
  return messages;
}

QJsonObject ChatRequest::toJson() const {
  QJsonObject json{
      {QStringLiteral("messages"), messagesToJson(turns)},
      {QStringLiteral("stream"), true},
      {QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}}},
      {QStringLiteral("temperature"), temperature},
      {QStringLiteral("top_p"), topP},
      {QStringLiteral("top_k"), topK},
      {QStringLiteral("min_p"), minP},
      {QStringLiteral("repetition_penalty"), repetitionPenalty},
      {QStringLiteral("context_policy"), contextPolicy},
      {QStringLiteral("priority"), QStringLiteral("interactive")}};
  if (maxTokens > 0) json.insert(QStringLiteral("max_tokens"), maxTokens);
  if (seed) json.insert(QStringLiteral("seed"), static_cast<qint64>(*seed));
  return json;
}

ChatChunk ChatChunk::fromJson(const QJsonObject& json) {
  ChatChunk chunk;
  const QJsonObject choice = json.value(QLatin1String("choices")).toArray().first().toObject();
  chunk.text = string(object(choice, "delta"), "content");
  chunk.thought = string(object(choice, "delta"), "reasoning_content");
  chunk.finishReason = string(choice, "finish_reason");
  chunk.usage = object(json, "usage");
  chunk.alcove = object(json, "alcove");
  return chunk;
}

}  // namespace alcove::client
