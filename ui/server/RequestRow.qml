// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One request that runs: whose, how far, and a way to end it.
RowLayout {
    id: row

    required property string requestId
    required property string who
    required property string route
    required property string requestState
    required property string stateText
    required property string facts

    signal cancelRequested

    spacing: Theme.space12

    ColumnLayout {
        spacing: Theme.space4

        RowLayout {
            spacing: Theme.space8
            Label {
                Layout.maximumWidth: row.width / 3
                text: row.who
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
            Badge {
                text: row.stateText
                tone: row.requestState === "answering" ? "accent" : row.requestState === "cancelling" ? "warning" : "neutral"
            }
            Label {
                Layout.fillWidth: true
                text: row.route
                color: Theme.secondary
                font.family: Theme.monoFamily
                font.pixelSize: Theme.textSmall
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
        }
        Label {
            Layout.fillWidth: true
            text: row.facts
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
    Button {
        small: true
        text: qsTr("End")
        enabled: row.requestState !== "cancelling"
        Accessible.name: qsTr("End the request of %1").arg(row.who)
        onClicked: row.cancelRequested()
    }
}
