// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// One entry of a Menu, with an optional icon and the shortcut that does the same.
T.MenuItem {
    id: item

    property string iconName
    property string shortcut
    property bool danger: false
    readonly property color ink: !enabled ? Theme.disabled : danger ? Theme.danger : Theme.text

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.rowHeight
    leftPadding: Theme.space12
    rightPadding: Theme.space12
    Accessible.name: text
    Accessible.description: shortcut

    contentItem: Item {
        implicitWidth: label.implicitWidth + (item.iconName === "" ? 0 : Theme.iconSmall + Theme.space12) + (keys.text === "" ? 0 : keys.implicitWidth + Theme.space24)

        Icon {
            id: icon
            anchors.verticalCenter: parent.verticalCenter
            visible: item.iconName !== ""
            name: item.iconName
            color: item.danger ? item.ink : Theme.secondary
            size: Theme.iconSmall
        }
        Text {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            x: icon.visible ? icon.width + Theme.space12 : 0
            text: item.text
            color: item.ink
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textBody
        }
        Text {
            id: keys
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            text: item.shortcut
            color: Theme.secondary
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textSmall
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: item.highlighted && item.enabled ? Theme.hover : "transparent"
    }
}
