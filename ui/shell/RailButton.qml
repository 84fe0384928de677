// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// One page's button: the current one has a mark at the window's edge.
IconButton {
    id: button

    property bool current: false

    size: Theme.controlHeight + Theme.space8
    iconSize: Theme.iconLarge
    ink: current ? Theme.accent : hovered ? Theme.text : Theme.secondary
    Accessible.role: Accessible.PageTab
    Accessible.selected: current
    tipBeside: true

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        x: -Theme.space8 + Theme.hairline
        visible: button.current
        width: Theme.space4 - Theme.hairline
        height: Theme.iconLarge
        radius: width / 2
        color: Theme.accent
    }
}
