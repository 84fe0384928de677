// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Server

// Who may use the server.
Card {
    id: card

    required property ServerViewModel viewModel
    property bool adding: false

    implicitHeight: layout.implicitHeight + padding * 2

    Connections {
        target: card.viewModel
        function onNewKeyChanged() {
            card.adding = false;
        }
    }
    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space12

        RowLayout {
            spacing: Theme.space12
            Label {
                Layout.fillWidth: true
                text: qsTr("Keys")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Button {
                visible: !card.adding
                small: true
                iconName: "plus"
                text: qsTr("New key")
                enabled: card.viewModel.state !== "waiting"
                onClicked: card.adding = true
            }
        }
        NewKeyCard {
            Layout.fillWidth: true
            visible: card.viewModel.newKey !== ""
            name: card.viewModel.newKeyName
            secret: card.viewModel.newKey
            onCopyRequested: card.viewModel.copy(secret, qsTr("Copied the key."))
            onDismissed: card.viewModel.dismissNewKey()
        }
        NewKeyForm {
            Layout.fillWidth: true
            visible: card.adding
            scopes: card.viewModel.scopes
            onAddRequested: (name, chosen) => card.viewModel.addKey(name, chosen)
            onCancelled: card.adding = false
        }
        Label {
            Layout.fillWidth: true
            visible: card.viewModel.keys.count === 0 && !card.adding && card.viewModel.newKey === ""
            text: qsTr("No keys yet, so nobody can use the server. Make one for each program.")
            color: Theme.secondary
        }
        Repeater {
            model: card.viewModel.keys

            KeyRow {
                Layout.fillWidth: true
                onRemoveRequested: card.viewModel.removeKey(keyId)
            }
        }
    }
}
