// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Hardware

// What runs at this moment, and where.
Card {
    id: card

    required property HardwareViewModel viewModel
    readonly property bool runs: viewModel.runningText !== ""

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space4

        RowLayout {
            spacing: Theme.space12

            Spinner {
                visible: card.viewModel.loading
            }
            Label {
                Layout.fillWidth: true
                text: card.viewModel.loading ? qsTr("The model is being loaded.") : card.runs ? card.viewModel.runningText : qsTr("No model is loaded.")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Button {
                visible: !card.runs && !card.viewModel.loading
                text: qsTr("Choose a model")
                onClicked: Navigation.pickModel()
            }
        }
        Label {
            Layout.fillWidth: true
            visible: text !== "" && !card.viewModel.loading
            text: card.viewModel.runningFacts
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
}
