// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Hardware

// Of which model, at which context and on what.
ColumnLayout {
    id: choices

    required property DivisionViewModel viewModel

    function indexOf(rows, value) {
        for (let i = 0; i < rows.length; ++i) {
            if (rows[i].value === value)
                return i;
        }
        return -1;
    }

    spacing: Theme.space12

    RowLayout {
        spacing: Theme.space12

        ComboBox {
            Layout.fillWidth: true
            name: qsTr("Model")
            textRole: "text"
            valueRole: "value"
            model: choices.viewModel.models
            currentIndex: choices.indexOf(choices.viewModel.models, choices.viewModel.model)
            onActivated: index => choices.viewModel.model = choices.viewModel.models[index].value
        }
        ComboBox {
            name: qsTr("Context")
            textRole: "text"
            valueRole: "value"
            model: choices.viewModel.contexts
            currentIndex: choices.indexOf(choices.viewModel.contexts, choices.viewModel.context)
            onActivated: index => choices.viewModel.context = choices.viewModel.contexts[index].value
        }
    }
    RowLayout {
        spacing: Theme.space12

        Label {
            text: qsTr("Runs on")
            wrapMode: Text.NoWrap
        }
        Segments {
            name: qsTr("Device")
            choices: choices.viewModel.devices
            value: choices.viewModel.device
            onChosen: value => choices.viewModel.device = value
        }
        Item {
            Layout.fillWidth: true
        }
        Spinner {
            visible: choices.viewModel.planning
        }
    }
}
