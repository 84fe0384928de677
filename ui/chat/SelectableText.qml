// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// Text of a message that can be selected and copied. A BlockDocument fills it; `text` is never set.
TextEdit {
    id: edit

    signal menuRequested(TextEdit edit)

    readOnly: true
    selectByMouse: true
    textFormat: TextEdit.RichText
    color: Theme.text
    selectionColor: Theme.selection
    selectedTextColor: Theme.text
    font.family: Theme.fontFamily
    font.pixelSize: Theme.textBody

    HoverHandler {
        cursorShape: edit.hoveredLink !== "" ? Qt.PointingHandCursor : Qt.IBeamCursor
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: edit.menuRequested(edit)
    }
    ToolTip {
        visible: edit.hoveredLink !== ""
        text: edit.hoveredLink
    }
}
