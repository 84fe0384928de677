// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A shortcut, drawn as a key.
Rectangle {
    property alias text: label.text

    implicitWidth: Math.max(label.implicitWidth + Theme.space12, implicitHeight)
    implicitHeight: label.implicitHeight + Theme.space8
    radius: Theme.radius - Theme.focusWidth
    color: Theme.window
    border.width: Theme.hairline
    border.color: Theme.line

    Text {
        id: label
        anchors.centerIn: parent
        color: Theme.secondary
        font.family: Theme.monoFamily
        font.pixelSize: Theme.textSmall
    }
}
