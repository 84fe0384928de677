// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::ui {

// Makes the packaged faces (Inter, JetBrains Mono) known to Qt and Inter the application's font.
// Faces that are not packaged are the system's, or its nearest. Needs a QGuiApplication; call
// once, before the first window.
void installFonts();

}  // namespace alcove::ui
