// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "client/division.h"

namespace alcove::ui {

// One strip of the picture of a divided model, from its first layer to its last.
struct DivisionStrip {
  QString name;      // "Layers"
  QList<int> cells;  // the device of each, or kFromFile
  bool operator==(const DivisionStrip&) const = default;
};
// What the processor reads from the file at each use, because memory has no room for it.
inline constexpr int kFromFile = -1;

// The layers, their experts if there are any, and the KV cache. Empty if the model has no layers.
[[nodiscard]] QList<DivisionStrip> divisionStrips(const client::Division& division);

// What a device has of the model: "20 of 32 layers, the KV cache of 20, the output".
[[nodiscard]] QString shareInWords(const client::Division& division, qsizetype device);

// The picture for those who do not see it: one such sentence for each device.
[[nodiscard]] QString divisionInWords(const client::Division& division);

}  // namespace alcove::ui
