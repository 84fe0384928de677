// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A button on the inverse surface of a toast: words, or an icon whose name is `text`.
T.Button {
    id: control

    property string iconName

    implicitHeight: Theme.controlHeightSmall
    implicitWidth: iconName === "" ? label.implicitWidth + Theme.space8 * 2 : implicitHeight
    Accessible.name: text

    contentItem: Item {
        Text {
            id: label
            anchors.centerIn: parent
            visible: control.iconName === ""
            text: control.text
            color: Theme.inverseAccent
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textBody
            font.weight: Font.DemiBold
        }
        Icon {
            anchors.centerIn: parent
            name: control.iconName
            color: Theme.inverseText
            size: Theme.iconSmall
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: "transparent"
        border.width: control.visualFocus ? Theme.focusWidth : control.hovered ? Theme.hairline : 0
        border.color: Theme.inverseAccent
    }
}
