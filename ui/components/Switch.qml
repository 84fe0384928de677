// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// An on/off choice that acts at once; `text` is its name.
T.Switch {
    id: control

    implicitWidth: track.width
    implicitHeight: Theme.controlHeightSmall
    Accessible.name: text

    contentItem: Item {}
    indicator: Rectangle {
        id: track
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.space24 + Theme.space16
        height: Theme.space24 - Theme.focusWidth
        radius: height / 2
        color: control.checked ? Theme.accent : Theme.surface
        border.width: control.checked ? 0 : Theme.hairline
        border.color: Theme.outline

        Rectangle {
            readonly property int inset: Theme.space4 - Theme.hairline

            width: parent.height - inset * 2
            height: width
            radius: width / 2
            y: inset
            x: control.checked ? parent.width - width - inset : inset
            color: control.checked ? Theme.accentText : Theme.outline

            Behavior on x {
                NumberAnimation {
                    duration: Theme.motion
                    easing.type: Easing.OutQuad
                }
            }
        }
        FocusRing {
            visible: control.visualFocus
            radius: height / 2
        }
    }
}
