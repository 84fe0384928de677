// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// ‹ 2/3 ›: the other versions of a message.
Row {
    id: switcher

    required property int index // from 1
    required property int count

    signal stepped(int step)

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Version %1 of %2").arg(index).arg(count)

    IconButton {
        size: Theme.controlHeightSmall
        iconSize: Theme.iconSmall
        iconName: "chevron-left"
        text: qsTr("Previous version")
        enabled: switcher.enabled && switcher.index > 1
        onClicked: switcher.stepped(-1)
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("%1/%2").arg(switcher.index).arg(switcher.count)
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
        wrapMode: Text.NoWrap
        Accessible.name: switcher.Accessible.name
    }
    IconButton {
        size: Theme.controlHeightSmall
        iconSize: Theme.iconSmall
        iconName: "chevron-right"
        text: qsTr("Next version")
        enabled: switcher.enabled && switcher.index < switcher.count
        onClicked: switcher.stepped(1)
    }
}
