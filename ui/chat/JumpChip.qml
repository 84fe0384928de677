// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components

// Brings the reader back to the newest message.
T.Button {
    id: chip

    text: qsTr("Jump to latest")
    implicitWidth: row.implicitWidth + 2 * Theme.space12
    implicitHeight: Theme.controlHeightSmall
    Accessible.name: text

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.space4

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "arrow-down"
                size: Theme.iconSmall
                color: Theme.secondary
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: chip.text
                font.pixelSize: Theme.textSmall
            }
        }
    }
    background: FloatingSurface {
        radius: height / 2
        color: chip.hovered || chip.down ? Theme.hover : Theme.surface

        FocusRing {
            visible: chip.visualFocus
        }
    }
}
