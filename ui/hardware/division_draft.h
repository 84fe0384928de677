// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QVariantMap>

#include "client/division.h"

namespace alcove::settings {
class Settings;
}

namespace alcove::ui {

// What the settings say of where models run; and what a person tries before it is applied. It holds
// for every model.
struct DivisionDraft {
  QString device = QStringLiteral("auto");
  int contextTokens = 0;  // 0: the engine decides
  QVariantMap budgets;    // in bytes, by DivisionShare::key()
  bool cacheOnProcessor = false;

  [[nodiscard]] static DivisionDraft of(const settings::Settings& settings);
  void writeTo(settings::Settings& settings) const;
  // The engine decides everything but the context.
  [[nodiscard]] bool isAutomatic() const;
  [[nodiscard]] client::DivisionRequest request(const QString& model,
                                                const settings::Settings& settings) const;
  bool operator==(const DivisionDraft&) const = default;
};

}  // namespace alcove::ui
