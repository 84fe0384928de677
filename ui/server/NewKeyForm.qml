// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components

// Whose key it is to be, and what it may do.
ColumnLayout {
    id: form

    required property var scopes
    property var chosen: ["chat", "embeddings", "read"]

    signal addRequested(string name, var chosen)
    signal cancelled

    function reset() {
        field.text = "";
        chosen = ["chat", "embeddings", "read"];
        if (visible)
            field.forceActiveFocus();
    }
    function choose(scope, on) {
        chosen = on ? chosen.concat([scope]) : chosen.filter(other => other !== scope);
    }
    function add() {
        if (field.text.trim() !== "" && chosen.length > 0)
            addRequested(field.text, chosen);
    }

    spacing: Theme.space12
    onVisibleChanged: reset()

    TextField {
        id: field
        Layout.fillWidth: true
        placeholderText: qsTr("Who or what it is for, such as Notebook")
        maximumLength: 60
        onAccepted: form.add()
    }
    Repeater {
        model: form.scopes

        RowLayout {
            id: scope

            required property var modelData

            spacing: Theme.space12

            ColumnLayout {
                spacing: 0
                Label {
                    Layout.fillWidth: true
                    text: scope.modelData.text
                }
                Label {
                    Layout.fillWidth: true
                    text: scope.modelData.description
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Switch {
                text: scope.modelData.text
                checked: form.chosen.indexOf(scope.modelData.value) >= 0
                onToggled: form.choose(scope.modelData.value, checked)
            }
        }
    }
    RowLayout {
        spacing: Theme.space8
        Item {
            Layout.fillWidth: true
        }
        Button {
            text: qsTr("Cancel")
            onClicked: form.cancelled()
        }
        Button {
            kind: "primary"
            text: qsTr("Make key")
            enabled: field.text.trim() !== "" && form.chosen.length > 0
            onClicked: form.add()
        }
    }
}
