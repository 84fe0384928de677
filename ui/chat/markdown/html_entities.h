// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace alcove::ui {

// The characters that `entity` ("&amp;", "&#8212;", "&#x2014;") stands for. A name that is not in
// our table, or a number that is no character, comes back as it was written.
[[nodiscard]] QString decodedEntity(const QString& entity);

}  // namespace alcove::ui
