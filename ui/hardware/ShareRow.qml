// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One device's part of the model, and how much of its memory models may take.
ColumnLayout {
    id: row

    required property string key
    required property string name
    required property int place
    required property string contents
    required property string partsText
    required property real budget
    required property real most
    required property string budgetText
    required property bool automatic
    required property real weightsShare
    required property real cacheShare
    required property real workShare
    readonly property color ink: Theme.deviceColor(place)

    signal budgetChosen(real bytes)
    signal automaticChosen

    spacing: Theme.space8

    RowLayout {
        spacing: Theme.space8

        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.hairline * 3
            implicitWidth: Theme.space12
            implicitHeight: Theme.space12
            radius: Theme.focusWidth
            color: row.ink
        }
        Label {
            Layout.fillWidth: true
            text: qsTr("%1: %2").arg(row.name).arg(row.contents)
            font.weight: Font.Medium
        }
    }
    MemoryBar {
        Layout.fillWidth: true
        name: qsTr("What the model takes of %1").arg(row.name)
        Accessible.description: row.partsText
        parts: [
            {
                "share": row.weightsShare,
                "color": row.ink
            },
            {
                "share": row.cacheShare,
                "color": Qt.alpha(row.ink, 0.65)
            },
            {
                "share": row.workShare,
                "color": Qt.alpha(row.ink, 0.35)
            }
        ]
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        text: row.partsText
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
    }
    RowLayout {
        spacing: Theme.space12

        Label {
            text: qsTr("Models may use")
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
        }
        Slider {
            id: slider
            Layout.fillWidth: true
            name: qsTr("How much memory of %1 models may use").arg(row.name)
            valueText: row.budgetText
            from: 0
            to: row.most
            stepSize: row.most / 100
            value: row.budget
            onMoved: row.budgetChosen(value)
        }
        Label {
            Layout.preferredWidth: Theme.stripLabelWidth * 1.75 // so that the slider keeps its length
            horizontalAlignment: Text.AlignRight
            text: row.budgetText
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
        }
        Button {
            small: true
            kind: "quiet"
            enabled: !row.automatic
            text: qsTr("Automatic")
            Accessible.name: qsTr("Let Alcove decide for %1").arg(row.name)
            onClicked: row.automaticChosen()
        }
    }
}
