// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Models

// The wanted model: loading, ready on a device and why, or failed and why.
Rectangle {
    id: card

    required property ModelPickerViewModel viewModel
    readonly property bool busy: viewModel.state === "loading" || viewModel.state === "waiting"

    implicitHeight: layout.implicitHeight + Theme.space12 * 2
    radius: Theme.radius
    color: Theme.window
    border.width: Theme.hairline
    border.color: Theme.line

    ColumnLayout {
        id: layout
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.space12
        spacing: Theme.space8

        ProgressRow {
            Layout.fillWidth: true
            visible: card.busy
            name: card.viewModel.modelName
            detail: card.viewModel.state === "waiting" ? card.viewModel.status : qsTr("Loading into memory")
            progress: card.viewModel.state === "waiting" ? -1 : card.viewModel.progress
            onCancelRequested: card.viewModel.cancel()
        }
        RowLayout {
            Layout.fillWidth: true
            visible: card.viewModel.state === "ready"
            spacing: Theme.space12

            ColumnLayout {
                spacing: Theme.space4
                Label {
                    Layout.fillWidth: true
                    text: card.viewModel.device
                    font.weight: Font.Medium
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: card.viewModel.deviceReason
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
                Label {
                    Layout.fillWidth: true
                    text: card.viewModel.facts
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: card.viewModel.templateNote
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Button {
                Layout.alignment: Qt.AlignTop
                small: true
                text: qsTr("Unload")
                onClicked: card.viewModel.unload()
            }
        }
        ErrorCard {
            Layout.fillWidth: true
            visible: card.viewModel.state === "failed"
            title: qsTr("%1 could not be loaded").arg(card.viewModel.modelName)
            text: card.viewModel.error
            details: card.viewModel.errorDetails
            actionText: qsTr("Try again")
            onActionTriggered: card.viewModel.retry()
        }
    }
}
