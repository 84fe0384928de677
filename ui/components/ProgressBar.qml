// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// Progress from 0 to 1; `indeterminate` draws a spinner's worth of it at the left.
T.ProgressBar {
    id: control

    property string name

    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.space4
    Accessible.name: name

    background: Rectangle {
        radius: height / 2
        color: Theme.line
    }
    contentItem: Item {
        Rectangle {
            width: parent.width * (control.indeterminate ? 0.15 : control.visualPosition)
            height: parent.height
            radius: height / 2
            color: Theme.accent

            Behavior on width {
                NumberAnimation {
                    duration: Theme.motion
                }
            }
        }
    }
}
