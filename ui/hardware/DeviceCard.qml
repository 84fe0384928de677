// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One device of this machine: what it is, its memory now, whether it is used and why.
Card {
    id: card

    required property string name
    required property string kind
    required property string facts
    required property string status
    required property string statusText
    required property string why
    required property string remedy
    required property string memoryText
    required property bool memoryKnown
    required property real heldShare
    required property real othersShare
    readonly property var tones: ({
            "used": "accent",
            "ready": "success",
            "idle": "neutral",
            "missing": "neutral"
        })

    implicitHeight: layout.implicitHeight + padding * 2
    border.color: status === "used" ? Theme.accent : Theme.line

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space8

        RowLayout {
            spacing: Theme.space12

            Icon {
                Layout.alignment: Qt.AlignTop
                name: card.kind === "cpu" ? "cpu" : "memory"
                color: card.status === "used" ? Theme.accent : card.status === "missing" ? Theme.disabled : Theme.secondary
            }
            ColumnLayout {
                spacing: Theme.space4

                Label {
                    Layout.fillWidth: true
                    text: card.name
                    color: card.status === "missing" ? Theme.secondary : Theme.text
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== card.name
                    text: card.facts
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Badge {
                Layout.alignment: Qt.AlignTop
                text: card.statusText
                tone: card.tones[card.status]
            }
        }
        MemoryBar {
            Layout.fillWidth: true
            visible: card.memoryKnown
            name: qsTr("Memory of %1").arg(card.name)
            Accessible.description: card.memoryText
            parts: [
                {
                    "share": card.heldShare,
                    "color": Theme.accent
                },
                {
                    "share": card.othersShare,
                    "color": Theme.disabled
                }
            ]
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: card.memoryText
            font.pixelSize: Theme.textSmall
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: card.why
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
        RowLayout {
            visible: card.remedy !== ""
            spacing: Theme.space8

            Icon {
                Layout.alignment: Qt.AlignTop
                name: "info"
                color: Theme.secondary
                size: Theme.iconSmall
            }
            Label {
                Layout.fillWidth: true
                text: card.remedy
                font.pixelSize: Theme.textSmall
            }
        }
    }
}
