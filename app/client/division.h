// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVariantMap>

// How a model is, or would be, divided between devices. fromJson() never throws: fields that are
// absent or of another type stay at their defaults, numbers are clamped at 0.
namespace alcove::client {

// What one device has to do and to hold.
struct DivisionShare {
  QString name;
  QString kind;            // "cpu", "cuda", "vulkan"
  qint64 budgetBytes = 0;  // that the model may take of its memory
  qint64 weightsBytes = 0;
  qint64 cacheBytes = 0;
  qint64 workBytes = 0;
  int layers = 0;
  int experts = 0;  // of how many layers
  static DivisionShare fromJson(const QJsonObject& json);
  [[nodiscard]] qint64 bytes() const { return weightsBytes + cacheBytes + workBytes; }
  // Names the device in a budget: "host", "cuda:NVIDIA GeForce RTX 4090".
  [[nodiscard]] QString key() const;
};

struct Division {
  int contextTokens = 0;
  int trainedContextTokens = 0;
  QString keyType;  // of the KV cache: "F16"
  QString valueType;
  bool fits = true;
  bool hasExperts = false;
  qint64 streamedBytes = 0;      // read from the file at each use
  QList<DivisionShare> devices;  // the processor first
  // Indices of `devices`, for each layer; those of another length than `layers` are empty.
  QList<int> layers;
  QList<int> caches;
  QList<int> experts;
  QList<bool> streamedLayers;
  QList<bool> streamedExperts;
  int input = 0;
  int output = 0;
  QStringList reasons;
  QStringList advice;
  static Division fromJson(const QJsonObject& json);
};

// What is asked of POST /alcove/v1/plan where the division matters.
struct DivisionRequest {
  QString path;
  int contextTokens = 0;  // 0: the engine decides
  QString device = QStringLiteral("auto");
  QString cacheType;  // empty: the engine decides
  QStringList budgets;
  bool cacheOnProcessor = false;
  [[nodiscard]] QJsonObject toJson() const;
  bool operator==(const DivisionRequest&) const = default;
};

// Budgets of devices, keyed as DivisionShare::key(), in bytes, as requests write them.
[[nodiscard]] QStringList budgetTexts(const QVariantMap& budgets);

}  // namespace alcove::client

Q_DECLARE_METATYPE(alcove::client::Division)
