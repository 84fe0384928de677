// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A square button with an icon; `text` is its name for the tooltip and for screen readers.
T.ToolButton {
    id: control

    property string iconName
    property string shortcut // shown in the tooltip only
    property int iconSize: Theme.iconBody
    property int size: Theme.controlHeight
    property bool tipBeside: false // the tooltip opens to the right, not below
    property color ink: !enabled ? Theme.disabled : checked ? Theme.accent : hovered || down ? Theme.text : Theme.secondary

    implicitWidth: size
    implicitHeight: size
    padding: 0
    Accessible.name: text
    Accessible.description: shortcut

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: control.iconName
            color: control.ink
            size: control.iconSize
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: control.checked ? Theme.selection : control.down ? Theme.pressed : control.hovered && control.enabled ? Theme.hover : "transparent"

        FocusRing {
            visible: control.visualFocus
            inset: 0
        }
    }

    // Made only while it is needed: a page has dozens of buttons.
    Loader {
        readonly property bool wanted: control.hovered || control.visualFocus

        anchors.fill: parent
        onWantedChanged: wanted ? setSource("ToolTip.qml", {
            "visible": true,
            "text": control.text,
            "shortcut": control.shortcut,
            "beside": control.tipBeside
        }) : source = ""
    }
}
