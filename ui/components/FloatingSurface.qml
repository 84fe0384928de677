// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick

// The background of what floats (menus, dialogs, toasts): a frame and a soft shadow made of a few translucent edges,
// which every renderer draws.
Item {
    id: surface

    property color color: Theme.surface
    property int radius: Theme.radiusCard

    Repeater {
        model: Theme.isDark ? 2 : 4
        Rectangle {
            required property int index
            anchors.fill: parent
            anchors.margins: -index * 2 - 1
            anchors.topMargin: -index
            anchors.bottomMargin: -index * 3 - 1
            radius: surface.radius + index * 2
            color: Theme.shadow
            opacity: 0.35
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: surface.radius
        color: surface.color
        border.width: Theme.hairline
        border.color: Theme.line
    }
}
