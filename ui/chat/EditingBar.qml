// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// Says that the composer changes a message that was sent before.
Item {
    id: bar

    signal cancelled

    implicitHeight: Theme.controlHeight

    Icon {
        id: icon
        anchors.left: parent.left
        anchors.leftMargin: Theme.space16
        anchors.verticalCenter: parent.verticalCenter
        name: "edit"
        size: Theme.iconSmall
        color: Theme.accent
    }
    Label {
        anchors.left: icon.right
        anchors.leftMargin: Theme.space8
        anchors.right: cancel.left
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Editing your message. The earlier version stays.")
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
    }
    IconButton {
        id: cancel
        anchors.right: parent.right
        anchors.rightMargin: Theme.space8
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.controlHeightSmall
        iconSize: Theme.iconSmall
        iconName: "close"
        text: qsTr("Cancel editing")
        shortcut: "Esc"
        onClicked: bar.cancelled()
    }
}
