// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace alcove::ui {

// `text`, an answer that is still being written, with its last line made presentable: markup whose
// meaning the next characters decide ("-", "``", the head of a table) is held back, and emphasis or
// inline code that is still open is closed. So a half-written list does not flash as a heading and
// asterisks do not come and go. Only for display; the finished text never passes through here.
[[nodiscard]] QString withPresentableTail(const QString& text);

}  // namespace alcove::ui
