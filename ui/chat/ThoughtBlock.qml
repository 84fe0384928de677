// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// What the model thought before it answered: folded away until somebody wants to see it.
Column {
    id: block

    property string thought
    property bool open: false

    spacing: Theme.space4

    Button {
        small: true
        kind: "quiet"
        iconName: block.open ? "chevron-down" : "chevron-right"
        text: block.open ? qsTr("Hide the thought") : qsTr("Show the thought")
        onClicked: block.open = !block.open
    }
    TextEdit {
        x: Theme.space16
        width: parent.width - 2 * x
        visible: block.open
        text: block.open ? block.thought : ""
        textFormat: TextEdit.PlainText
        readOnly: true
        selectByMouse: true
        wrapMode: TextEdit.Wrap
        color: Theme.secondary
        selectionColor: Theme.selection
        selectedTextColor: Theme.text
        font.family: Theme.fontFamily
        font.pixelSize: Theme.textSmall
        Accessible.name: qsTr("Thought")
    }
}
