// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Server

// Where the server is, or would be, and whether it starts with Alcove.
Card {
    id: card

    required property ServerViewModel viewModel
    readonly property bool editable: viewModel.state === "stopped" || viewModel.state === "failed" || viewModel.state === "waiting"

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space12

        RowLayout {
            spacing: Theme.space12

            Badge {
                text: card.viewModel.state === "running" ? qsTr("Running") : qsTr("Not running")
                tone: card.viewModel.state === "running" ? "success" : card.viewModel.state === "failed" ? "danger" : "neutral"
            }
            Label {
                Layout.fillWidth: true
                text: card.viewModel.url
                color: card.viewModel.state === "running" ? Theme.text : Theme.secondary
                font.family: Theme.monoFamily
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.name: qsTr("Address: %1").arg(text)
            }
            Button {
                small: true
                iconName: "copy"
                text: qsTr("Copy the address")
                onClicked: card.viewModel.copy(card.viewModel.url, qsTr("Copied the address."))
            }
        }
        Divider {
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.space12

            ColumnLayout {
                spacing: Theme.space4
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Port")
                    font.weight: Font.Medium
                }
                Label {
                    Layout.fillWidth: true
                    text: card.editable ? qsTr("0 takes any free one.") : qsTr("Stop the server to change it.")
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            TextField {
                id: field
                implicitWidth: Theme.menuWidth / 2
                enabled: card.editable
                horizontalAlignment: TextInput.AlignRight
                text: card.viewModel.port
                validator: IntValidator {
                    bottom: 0
                    top: 65535
                }
                Accessible.name: qsTr("Port")
                onEditingFinished: {
                    card.viewModel.port = parseInt(text);
                    text = Qt.binding(() => card.viewModel.port);
                }
            }
        }
        RowLayout {
            spacing: Theme.space12

            ColumnLayout {
                spacing: Theme.space4
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Start with Alcove")
                    font.weight: Font.Medium
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("It ends when this window closes.")
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Switch {
                text: qsTr("Start the server with Alcove")
                checked: card.viewModel.startsWithApp
                onToggled: card.viewModel.startsWithApp = checked
            }
        }
    }
}
