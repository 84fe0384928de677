// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "components/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace alcove::ui {

namespace {

constexpr double kThousand = 1e3;
constexpr double kMillion = 1e6;
constexpr double kBillion = 1e9;
constexpr double kTen = 10;

// One decimal below ten, none above: "3.1", "98".
QString shortNumber(double value) {
  const bool tenths = value < kTen && std::abs(value - std::round(value)) >= 0.05;
  return QLocale().toString(value, 'f', tenths ? 1 : 0);
}

QString translated(const char* text) { return QCoreApplication::translate("Words", text); }

}  // namespace

QString bytesInWords(qint64 bytes) {
  const auto value = static_cast<double>(bytes);
  if (value < kMillion) {
    return translated("%1 KB").arg(shortNumber(std::ceil(value / kThousand)));
  }
  return value < kBillion ? translated("%1 MB").arg(shortNumber(value / kMillion))
                          : translated("%1 GB").arg(shortNumber(value / kBillion));
}

QString countInWords(qint64 count) {
  const auto value = static_cast<double>(count);
  if (value < kMillion) {
    return QLocale().toString(count);
  }
  return value < kBillion ? translated("%1 million").arg(shortNumber(value / kMillion))
                          : translated("%1 billion").arg(shortNumber(value / kBillion));
}

QString tokensInWords(qint64 count) {
  const auto value = static_cast<double>(count);
  return value < kThousand ? QLocale().toString(count)
                           : translated("%1k").arg(shortNumber(value / kThousand));
}

}  // namespace alcove::ui
