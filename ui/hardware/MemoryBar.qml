// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import Alcove.Components

// How a device's memory is used: parts from the left, each a share of the whole. `parts`: [{ share, color }].
Rectangle {
    id: bar

    property var parts: []
    property string name

    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.space8
    radius: height / 2
    color: Theme.line
    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Row {
        anchors.fill: parent

        Repeater {
            model: bar.parts

            Rectangle {
                required property var modelData

                width: bar.width * Math.max(0, Math.min(1, modelData.share))
                height: bar.height
                radius: Math.min(bar.radius, width / 2)
                color: modelData.color
            }
        }
    }
}
