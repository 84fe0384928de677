// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// What this program is, under which licence, and where it keeps things.
ColumnLayout {
    id: part

    required property SettingsViewModel viewModel
    required property string category

    spacing: Theme.space16

    RowLayout {
        spacing: Theme.space16
        Icon {
            name: "alcove"
            size: Theme.iconDisplay
            color: Theme.accent
        }
        ColumnLayout {
            spacing: Theme.space4
            Label {
                Layout.fillWidth: true
                text: qsTr("Alcove runs open models on this computer.")
                font.pixelSize: Theme.textLarge
                font.weight: Font.DemiBold
            }
            Label {
                Layout.fillWidth: true
                text: qsTr("Alcove opens no network connection by itself. What you type stays on this machine, and nothing is reported to anybody.")
                color: Theme.secondary
            }
        }
    }
    Card {
        Layout.fillWidth: true
        implicitHeight: facts.implicitHeight + padding * 2

        GridLayout {
            id: facts
            width: parent.width
            columns: 2
            columnSpacing: Theme.space24
            rowSpacing: Theme.space12

            Repeater {
                model: part.viewModel.facts.length * 2

                Label {
                    required property int index
                    readonly property var fact: part.viewModel.facts[Math.floor(index / 2)]

                    Layout.fillWidth: index % 2 === 1
                    text: index % 2 === 0 ? fact.name : fact.value
                    color: index % 2 === 0 ? Theme.secondary : Theme.text
                    wrapMode: index % 2 === 0 ? Text.NoWrap : Text.WrapAnywhere
                }
            }
        }
    }
    Button {
        iconName: "undo"
        text: qsTr("Give all settings their first values")
        onClicked: part.viewModel.reset()
    }
}
