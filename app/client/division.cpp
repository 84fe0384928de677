// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/division.h"

#include <QJsonArray>

#include "client/json_fields.h"

namespace alcove::client {
namespace {

QStringList strings(const QJsonObject& json, const char* key) {
  QStringList result;
  const QJsonArray array = json.value(QLatin1String(key)).toArray();
  for (const QJsonValue& value : array)
    if (value.isString()) result << value.toString();
  return result;
}

// An index of a device; what is none is the processor.
int deviceOf(const QJsonValue& value, qsizetype devices) {
  const int device = value.toInt();
  return device > 0 && device < devices ? device : 0;
}

QList<int> devicesOf(const QJsonObject& json, const char* key, qsizetype devices) {
  QList<int> result;
  const QJsonArray array = json.value(QLatin1String(key)).toArray();
  for (const QJsonValue& value : array) result << deviceOf(value, devices);
  return result;
}

QList<bool> flags(const QJsonObject& json, const char* key) {
  QList<bool> result;
  const QJsonArray array = json.value(QLatin1String(key)).toArray();
  for (const QJsonValue& value : array) result << value.toBool();
  return result;
}

}  // namespace

DivisionShare DivisionShare::fromJson(const QJsonObject& json) {
  DivisionShare share;
  share.name = stringField(json, "name");
  share.kind = stringField(json, "kind");
  share.budgetBytes = countField(json, "budget_bytes");
  share.weightsBytes = countField(json, "weights_bytes");
  share.cacheBytes = countField(json, "cache_bytes");
  share.workBytes = countField(json, "work_bytes");
  share.layers = smallCountField(json, "layers");
  share.experts = smallCountField(json, "experts");
  return share;
}

QString DivisionShare::key() const {
  return kind == QLatin1String("cpu") ? QStringLiteral("host") : kind + u':' + name;
}

Division Division::fromJson(const QJsonObject& json) {
  Division division;
  division.contextTokens = smallCountField(json, "context_tokens");
  division.trainedContextTokens = smallCountField(json, "trained_context_tokens");
  division.keyType = stringField(json, "kv_type_k");
  division.valueType = stringField(json, "kv_type_v");
  division.fits = json.value(QLatin1String("fits")).toBool(true);
  division.hasExperts = json.value(QLatin1String("has_experts")).toBool();
  division.streamedBytes = countField(json, "streamed_bytes");
  const QJsonArray devices = json.value(QLatin1String("devices")).toArray();
  for (const QJsonValue& device : devices)
    division.devices << DivisionShare::fromJson(device.toObject());
  const qsizetype count = division.devices.size();
  const QJsonObject placement = json.value(QLatin1String("placement")).toObject();
  division.layers = devicesOf(placement, "layers", count);
  const qsizetype layers = division.layers.size();
  const auto whole = [layers](auto list) {
    return list.size() == layers ? list : decltype(list)();
  };
  division.caches = whole(devicesOf(placement, "caches", count));
  division.experts = whole(devicesOf(placement, "experts", count));
  division.streamedLayers = whole(flags(placement, "streamed_layers"));
  division.streamedExperts = whole(flags(placement, "streamed_experts"));
  division.input = deviceOf(placement.value(QLatin1String("input")), count);
  division.output = deviceOf(placement.value(QLatin1String("output")), count);
  division.reasons = strings(json, "reasons");
  division.advice = strings(json, "advice");
  return division;
}

QJsonObject DivisionRequest::toJson() const {
  return {{QStringLiteral("path"), path},
          {QStringLiteral("context_tokens"), contextTokens},
          {QStringLiteral("device"), device},
          {QStringLiteral("kv_type"), cacheType},
          {QStringLiteral("budgets"), QJsonArray::fromStringList(budgets)},
          {QStringLiteral("cache_on_processor"), cacheOnProcessor}};
}

QStringList budgetTexts(const QVariantMap& budgets) {
  QStringList texts;
  for (auto budget = budgets.begin(); budget != budgets.end(); ++budget)
    texts << budget.key() + u'=' + QString::number(qint64(budget.value().toDouble()));
  return texts;
}

}  // namespace alcove::client
