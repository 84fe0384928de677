// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// One line of a list: icon, text, and at the end whatever `trailing` holds.
T.ItemDelegate {
    id: row

    property string iconName
    property string hint // quiet text at the end
    property bool selected: false
    property int textFormat: Text.PlainText

    implicitWidth: Theme.sidebarWidth
    implicitHeight: Theme.rowHeight
    leftPadding: Theme.space12
    rightPadding: Theme.space12
    Accessible.name: text
    Accessible.selected: selected

    contentItem: Item {
        Icon {
            id: icon
            anchors.verticalCenter: parent.verticalCenter
            visible: row.iconName !== ""
            name: row.iconName
            color: row.selected ? Theme.accent : Theme.secondary
            size: Theme.iconSmall
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.leftMargin: icon.visible ? icon.width + Theme.space12 : 0
            anchors.right: hintText.left
            anchors.rightMargin: hintText.text === "" ? 0 : Theme.space12
            text: row.text
            textFormat: row.textFormat
            elide: Text.ElideRight
            color: row.enabled ? Theme.text : Theme.disabled
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textBody
        }
        Text {
            id: hintText
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            text: row.hint
            color: Theme.secondary
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textSmall
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.selected ? Theme.selection : row.down ? Theme.pressed : row.hovered || row.highlighted ? Theme.hover : "transparent"
        FocusRing {
            visible: row.visualFocus
            inset: 0
        }
    }
}
