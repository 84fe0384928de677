// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQuickWindow>
#include <QStringList>

namespace alcove::ui {

// What is wrong with how the window is laid out: texts that are cut off at the right or at the
// bottom though they do not elide, controls outside the window, controls that lie over each
// other. One sentence each; empty if all is well.
[[nodiscard]] QStringList structureProblems(QQuickWindow& window);

}  // namespace alcove::ui
