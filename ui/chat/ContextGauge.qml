// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// How much of what the model can see is used, and whether something had to be left out.
Item {
    id: gauge

    required property real share // 0 to 1
    required property string text
    required property string details
    required property bool dropped
    readonly property color ink: dropped ? Theme.warning : share > 0.9 ? Theme.warning : Theme.accent

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("Context")
    Accessible.description: details

    Row {
        id: row
        spacing: Theme.space8

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Context")
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
            Accessible.ignored: true
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.space32 * 2
            height: Theme.space4
            radius: height / 2
            color: Theme.line

            Rectangle {
                width: Math.max(height, parent.width * gauge.share)
                height: parent.height
                radius: height / 2
                visible: gauge.share > 0
                color: gauge.ink
            }
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: gauge.dropped ? qsTr("%1 · some left out").arg(gauge.text) : gauge.text
            color: gauge.dropped ? Theme.warning : Theme.secondary
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
    HoverHandler {
        id: hover
    }
    ToolTip {
        visible: hover.hovered
        text: gauge.details
    }
}
