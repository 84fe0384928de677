// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// A model of the starter catalogue that is not on this machine, and how it gets there.
Card {
    id: card

    required property var modelData

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space4

        RowLayout {
            spacing: Theme.space8
            Label {
                Layout.fillWidth: true
                text: card.modelData.name
                font.weight: Font.DemiBold
            }
            Badge {
                text: card.modelData.license
            }
        }
        Label {
            Layout.fillWidth: true
            text: card.modelData.summary
        }
        Label {
            Layout.fillWidth: true
            text: card.modelData.facts + " · " + card.modelData.howToGet
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
}
