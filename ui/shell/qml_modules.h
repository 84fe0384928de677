// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::ui {

// Makes the types of all our QML modules known. Call before the first QML file is loaded.
void registerQmlModules();

}  // namespace alcove::ui
