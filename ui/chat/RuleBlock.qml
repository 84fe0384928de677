// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Chat

// A line between two parts of a message.
Item {
    required property BlockView block

    implicitHeight: Theme.hairline

    Divider {
        width: parent.width
    }
}
