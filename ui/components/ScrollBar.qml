// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A thin scroll bar that widens under the pointer.
T.ScrollBar {
    id: bar

    implicitWidth: Theme.space8 + Theme.space4
    implicitHeight: Theme.space8 + Theme.space4
    padding: Theme.space4 - Theme.hairline
    minimumSize: 0.08
    visible: policy === T.ScrollBar.AlwaysOn || (policy === T.ScrollBar.AsNeeded && size < 1.0)
    Accessible.ignored: true

    contentItem: Rectangle {
        radius: width / 2
        color: bar.pressed || bar.hovered ? Theme.secondary : Theme.disabled
        opacity: bar.active || bar.hovered ? 1 : 0.5

        Behavior on opacity {
            NumberAnimation {
                duration: Theme.motion
            }
        }
    }
}
