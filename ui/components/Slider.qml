// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A value within a range. `name` and `valueText` are for screen readers.
T.Slider {
    id: control

    property string name
    property string valueText

    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.controlHeightSmall
    Accessible.name: name
    Accessible.description: valueText

    background: Rectangle {
        x: control.leftPadding
        y: (control.height - height) / 2
        width: control.availableWidth
        height: Theme.space4
        radius: height / 2
        color: Theme.outline

        Rectangle {
            width: control.visualPosition * parent.width
            height: parent.height
            radius: height / 2
            color: control.enabled ? Theme.accent : Theme.disabled
        }
    }
    handle: Rectangle {
        x: control.leftPadding + control.visualPosition * (control.availableWidth - width)
        y: (control.height - height) / 2
        width: Theme.space16
        height: width
        radius: width / 2
        color: Theme.surface
        border.width: Theme.focusWidth
        border.color: control.enabled ? Theme.accent : Theme.disabled

        FocusRing {
            visible: control.visualFocus
            radius: height / 2
        }
    }
}
