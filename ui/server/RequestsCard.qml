// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Server

// What the model does now, for other programs and for this window.
Card {
    id: card

    required property ServerViewModel viewModel

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space12

        Label {
            Layout.fillWidth: true
            text: qsTr("Requests")
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        Label {
            Layout.fillWidth: true
            text: card.viewModel.activity
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
        Label {
            Layout.fillWidth: true
            visible: card.viewModel.requests.count === 0
            text: qsTr("Nothing runs at the moment.")
            color: Theme.secondary
        }
        Repeater {
            model: card.viewModel.requests

            RequestRow {
                Layout.fillWidth: true
                onCancelRequested: card.viewModel.cancelRequest(requestId)
            }
        }
    }
}
