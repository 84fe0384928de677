// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One setting: its words at the left, its control at the right; a text below.
Item {
    id: row

    required property string name
    required property string kind
    required property string title
    required property string description
    required property var value
    required property real from
    required property real to
    required property real step
    required property int decimals
    required property string zeroText
    required property bool slider
    required property var choices
    property bool first: false
    readonly property bool wide: kind === "text"
    // One file for each kind of setting.
    readonly property var controls: ({
            "switch": "SettingSwitch.qml",
            "choice": "SettingChoice.qml",
            "text": "SettingText.qml",
            "number": "SettingNumber.qml"
        })

    signal chosen(string name, var value)

    implicitHeight: layout.implicitHeight + Theme.space16 * 2

    Divider {
        visible: !row.first
        x: Theme.space16
        width: parent.width - Theme.space16 * 2
    }
    GridLayout {
        id: layout
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.space16
        columns: row.wide ? 1 : 2
        columnSpacing: Theme.space24
        rowSpacing: Theme.space8

        ColumnLayout {
            spacing: Theme.space4
            Label {
                Layout.fillWidth: true
                text: row.title
                font.weight: Font.Medium
            }
            Label {
                Layout.fillWidth: true
                text: row.description
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
            }
        }
        Loader {
            Layout.fillWidth: row.wide
            Layout.alignment: Qt.AlignRight | Qt.AlignVCenter
            Component.onCompleted: setSource(row.controls[row.kind] ?? row.controls["number"], {
                "row": row
            })
        }
    }
}
