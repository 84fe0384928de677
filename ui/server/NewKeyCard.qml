// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// A key that was just made, this once.
Rectangle {
    id: card

    property string name
    property string secret

    signal copyRequested
    signal dismissed

    implicitHeight: layout.implicitHeight + Theme.space12 * 2
    radius: Theme.radius
    color: Theme.successSoft

    ColumnLayout {
        id: layout
        anchors.fill: parent
        anchors.margins: Theme.space12
        spacing: Theme.space8

        Label {
            Layout.fillWidth: true
            text: qsTr("The key for %1. Copy it now: it is kept nowhere and is not shown again.").arg(card.name)
        }
        Label {
            Layout.fillWidth: true
            text: card.secret
            font.family: Theme.monoFamily
            wrapMode: Text.WrapAnywhere
        }
        RowLayout {
            spacing: Theme.space8
            Button {
                kind: "primary"
                small: true
                iconName: "copy"
                text: qsTr("Copy the key")
                onClicked: card.copyRequested()
            }
            Button {
                kind: "quiet"
                small: true
                text: qsTr("Done")
                onClicked: card.dismissed()
            }
        }
    }
}
