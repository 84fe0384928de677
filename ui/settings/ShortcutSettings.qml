// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// Every shortcut; those that are not a page's own keys can be changed.
ColumnLayout {
    id: part

    required property SettingsViewModel viewModel
    required property string category
    property string problem // why the last keys could not be taken

    spacing: Theme.space16

    ErrorCard {
        Layout.fillWidth: true
        visible: part.problem !== ""
        tone: "warning"
        text: part.problem
        dismissible: true
        onDismissed: part.problem = ""
    }
    Card {
        Layout.fillWidth: true
        padding: 0
        implicitHeight: rows.implicitHeight

        ColumnLayout {
            id: rows
            width: parent.width
            spacing: 0

            Repeater {
                model: part.viewModel.actions

                ShortcutRow {
                    required property int index

                    Layout.fillWidth: true
                    first: index === 0
                    onKeysChosen: sequence => part.problem = part.viewModel.actions.bind(actionId, sequence)
                    onResetRequested: part.viewModel.actions.resetKeys(actionId)
                }
            }
        }
    }
}
