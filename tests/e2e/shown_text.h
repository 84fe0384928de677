// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QQuickItem>
#include <QString>

namespace alcove::e2e {

// What the items of the window show of each message, by the message's id: the letters and digits of
// its blocks, in order. Only what is laid out in a visible item counts.
[[nodiscard]] QHash<qint64, QString> shownTexts(QQuickItem* root);

// The same letters and digits, as the page would show `text` of a message.
[[nodiscard]] QString lettersOf(const QString& text, bool isAnswer);

}  // namespace alcove::e2e
