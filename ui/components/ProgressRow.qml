// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

// Long work: its name, what is happening now, how far it is, and a way to end it.
RowLayout {
    id: row

    property string name
    property string detail
    property real progress: -1 // 0 to 1; negative when nobody knows
    property bool cancellable: true

    signal cancelRequested

    spacing: Theme.space12

    ColumnLayout {
        spacing: Theme.space4
        RowLayout {
            spacing: Theme.space8
            Label {
                Layout.fillWidth: true
                text: row.name
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                font.weight: Font.Medium
            }
            Label {
                visible: row.progress >= 0
                text: qsTr("%1 %").arg(Math.round(row.progress * 100))
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
            }
        }
        ProgressBar {
            Layout.fillWidth: true
            name: row.name
            indeterminate: row.progress < 0
            value: Math.max(0, row.progress)
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: row.detail
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
    Button {
        visible: row.cancellable
        small: true
        text: qsTr("Cancel")
        onClicked: row.cancelRequested()
    }
}
