// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// The rows of one category, framed, with a line between them.
Card {
    id: list

    required property SettingsViewModel viewModel
    required property string category
    readonly property SettingModel settings: viewModel.settingsOf(category)

    padding: 0
    implicitHeight: rows.implicitHeight

    ColumnLayout {
        id: rows
        width: parent.width
        spacing: 0

        Repeater {
            model: list.settings

            SettingRow {
                required property int index

                Layout.fillWidth: true
                first: index === 0
                onChosen: (name, value) => list.settings.set(name, value)
            }
        }
    }
}
