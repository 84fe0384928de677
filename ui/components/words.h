// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace alcove::ui {

// Quantities as people read them: with a unit, without false precision, in the person's language.
[[nodiscard]] QString bytesInWords(qint64 bytes);   // "98 MB", "3.1 GB"
[[nodiscard]] QString countInWords(qint64 count);   // "135 million", "7.2 billion"
[[nodiscard]] QString tokensInWords(qint64 count);  // "8k", "131k", "500"

}  // namespace alcove::ui
