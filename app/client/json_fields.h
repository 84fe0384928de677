// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <cmath>
#include <limits>

// Members of the protocol's objects, whatever a broken engine puts there.
namespace alcove::client {

inline QString stringField(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

// Numbers beyond what a count can be, and anything below 0, come from a broken engine.
inline qint64 countField(const QJsonObject& json, const char* key) {
  const double value = json.value(QLatin1String(key)).toDouble();
  constexpr double kMost = 9e15;  // a double counts exactly up to here
  return std::isfinite(value) ? static_cast<qint64>(qBound(0.0, value, kMost)) : 0;
}

inline int smallCountField(const QJsonObject& json, const char* key) {
  return static_cast<int>(qMin<qint64>(countField(json, key), std::numeric_limits<int>::max()));
}

}  // namespace alcove::client
