// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// The box of a task in a list: to read, not to click.
Rectangle {
    id: box

    property bool done: false

    implicitWidth: Theme.iconSmall
    implicitHeight: Theme.iconSmall
    radius: Theme.radius / 2
    color: done ? Theme.accent : "transparent"
    border.width: Theme.hairline
    border.color: done ? Theme.accent : Theme.outline
    Accessible.role: Accessible.CheckBox
    Accessible.name: done ? qsTr("Done") : qsTr("Open")
    Accessible.readOnly: true

    Icon {
        anchors.centerIn: parent
        visible: box.done
        name: "check"
        size: Theme.space12
        color: Theme.accentText
    }
}
