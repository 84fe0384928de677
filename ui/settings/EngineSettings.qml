// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// The engine's settings; they take effect when a model is loaded, so the page offers to load it again.
ColumnLayout {
    id: part

    required property SettingsViewModel viewModel
    required property string category

    spacing: Theme.space16

    SettingsList {
        Layout.fillWidth: true
        viewModel: part.viewModel
        category: part.category
    }
    ErrorCard {
        Layout.fillWidth: true
        visible: part.viewModel.needsReload
        tone: "warning"
        text: qsTr("The model that is loaded still has the settings from before.")
        actionText: qsTr("Load the model again")
        onActionTriggered: part.viewModel.reload()
    }
    Label {
        Layout.fillWidth: true
        visible: !part.viewModel.needsReload
        text: qsTr("Changes take effect when a model is loaded.")
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
    }
}
