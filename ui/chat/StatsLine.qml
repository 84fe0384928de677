// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// How fast an answer came and why it ended; the rest under the pointer.
Label {
    id: line

    property string details

    color: Theme.secondary
    font.pixelSize: Theme.textSmall
    wrapMode: Text.NoWrap
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
    Accessible.description: details

    HoverHandler {
        id: hover
    }
    ToolTip {
        visible: hover.hovered && line.details !== ""
        text: line.details
    }
}
