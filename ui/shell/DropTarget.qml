// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Shell

// Takes model files and folders that are dropped anywhere on the window.
DropArea {
    id: target

    required property ShellViewModel shell

    keys: ["text/uri-list"]
    onEntered: drag => drag.accepted = shell.canDrop(drag.urls)
    onDropped: drop => shell.drop(drop.urls)

    Rectangle {
        anchors.fill: parent
        visible: target.containsDrag
        color: Theme.scrim

        Card {
            anchors.centerIn: parent
            width: Theme.dialogWidth

            EmptyState {
                width: parent.width
                iconName: "models"
                title: qsTr("Drop to add this model")
                text: qsTr("It is used where it is. Nothing is copied.")
            }
        }
    }
}
