// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/engine_types.h"

#include <QJsonArray>

#include "client/json_fields.h"

namespace alcove::client {
namespace {

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
  device.kind = stringField(json, "kind");
  device.name = stringField(json, "name");
  device.reason = stringField(json, "reason");
  device.cores = smallCountField(json, "cores");
  device.memoryBytes = countField(json, "memory_bytes");
  device.availableBytes = countField(json, "available_bytes");
  device.instructionSet = stringField(json, "instruction_set");
  device.usable = json.value(QLatin1String("usable")).toBool(true);
  device.driver = stringField(json, "driver");
  device.availableKnown = json.value(QLatin1String("available_bytes")).isDouble();
  device.heldBytes = countField(json, "held_bytes");
  device.sharesMemory = json.value(QLatin1String("shares_memory")).toBool();
  device.inUse = json.value(QLatin1String("in_use")).toBool();
  device.chosen = json.value(QLatin1String("chosen")).toBool();
  device.why = stringField(json, "why");
  device.remedy = stringField(json, "remedy");
  return device;
}

DeviceList DeviceList::fromJson(const QJsonObject& json) {
  DeviceList list;
  const QJsonArray devices = json.value(QLatin1String("devices")).toArray();
  for (const QJsonValue& device : devices) list.devices << DeviceInfo::fromJson(device.toObject());
  list.chosen = stringField(json, "chosen");
  list.reason = stringField(json, "reason");
  return list;
}

ModelInfo ModelInfo::fromJson(const QJsonObject& json) {
  ModelInfo model;
  model.path = stringField(json, "path");
  model.name = stringField(json, "name");
  model.architecture = stringField(json, "architecture");
  model.weightsType = stringField(json, "weights_type");
  model.parameters = countField(json, "parameters");
  model.fileBytes = countField(json, "file_bytes");
  model.trainedContextTokens = smallCountField(json, "trained_context_tokens");
  model.contextTokens = smallCountField(json, "context_tokens");
  model.device = DeviceInfo::fromJson(object(json, "device"));
  model.weightsBytes = countField(json, "weights_bytes");
  model.cacheBytes = countField(json, "cache_bytes");
  model.loadMs = json.value(QLatin1String("load_ms")).toDouble();
  model.chatTemplate = json.value(QLatin1String("chat_template")).toString(model.chatTemplate);
  return model;
}

Inspection Inspection::fromJson(const QJsonObject& json) {
  Inspection inspection;
  inspection.path = stringField(json, "path");
  inspection.format = stringField(json, "format");
  inspection.name = stringField(json, "name");
  inspection.architecture = stringField(json, "architecture");
  inspection.weightsType = stringField(json, "weights_type");
  inspection.license = stringField(json, "license");
  inspection.parameters = countField(json, "parameters");
  inspection.fileBytes = countField(json, "file_bytes");
  inspection.trainedContextTokens = smallCountField(json, "trained_context_tokens");
  const QJsonArray problems = json.value(QLatin1String("problems")).toArray();
  for (const QJsonValue& value : problems) {
    const QJsonObject problem = value.toObject();
    inspection.problems << Problem{stringField(problem, "severity") == QLatin1String("error"),
                                   stringField(problem, "sentence"), stringField(problem, "where")};
  }
  return inspection;
}

Plan Plan::fromJson(const QJsonObject& json) {
  Plan plan;
  plan.weightsBytes = countField(json, "weights_bytes");
  plan.cacheBytes = countField(json, "cache_bytes");
  plan.workBytes = countField(json, "work_bytes");
  plan.totalBytes = countField(json, "total_bytes");
  plan.availableBytes = countField(json, "available_bytes");
  plan.memoryBytes = countField(json, "memory_bytes");
  plan.contextTokens = smallCountField(json, "context_tokens");
  plan.embedsOnly = stringField(json, "kind") == QLatin1String("embedding");
  plan.fit = fitFromName(stringField(json, "fit"));
  plan.reason = stringField(json, "reason");
  return plan;
}

QJsonObject LoadRequest::toJson() const {
  QJsonObject json{
      {QStringLiteral("path"), path},           {QStringLiteral("context_tokens"), contextTokens},
      {QStringLiteral("threads"), threads},     {QStringLiteral("device"), device},
      {QStringLiteral("kv_type_k"), cacheType}, {QStringLiteral("kv_type_v"), cacheType}};
  if (!budgets.isEmpty())
    json.insert(QStringLiteral("budgets"), QJsonArray::fromStringList(budgets));
  if (cacheOnProcessor) json.insert(QStringLiteral("cache_on_processor"), true);
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
  chunk.text = stringField(object(choice, "delta"), "content");
  chunk.thought = stringField(object(choice, "delta"), "reasoning_content");
  chunk.finishReason = stringField(choice, "finish_reason");
  chunk.usage = object(json, "usage");
  chunk.alcove = object(json, "alcove");
  return chunk;
}

}  // namespace alcove::client
