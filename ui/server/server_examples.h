// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QVariantList>

namespace alcove::ui {

// How other programs call the server at `url`, with a placeholder for the key:
// [{value, text, code}], the shape that Segments takes and the code to copy.
[[nodiscard]] QVariantList serverExamples(const QString& url, const QString& model);

}  // namespace alcove::ui
