// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A button with words. `kind`: "primary" (one per view), "secondary", "quiet" (no frame), "danger".
T.Button {
    id: control

    property string kind: "secondary"
    property string iconName
    property bool small: false
    readonly property bool filled: kind === "primary" || kind === "danger"
    readonly property color ink: !enabled ? Theme.disabled : filled ? (kind === "danger" ? Theme.surface : Theme.accentText) : kind === "quiet" ? Theme.accent : Theme.text

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: small ? Theme.controlHeightSmall : Theme.controlHeight
    leftPadding: kind === "quiet" ? Theme.space8 : Theme.space16
    rightPadding: leftPadding
    Accessible.name: text

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.space8

            Icon {
                visible: control.iconName !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: control.iconName
                color: control.ink
                size: Theme.iconSmall
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                color: control.ink
                font.family: Theme.fontFamily
                font.pixelSize: control.small ? Theme.textSmall : Theme.textBody
                font.weight: Font.Medium
            }
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: {
            if (control.filled)
                return !control.enabled ? Theme.hover : control.kind === "danger" ? Theme.danger : control.hovered || control.down ? Theme.accentHover : Theme.accent;
            return control.down ? Theme.pressed : control.hovered && control.enabled ? Theme.hover : control.kind === "quiet" ? "transparent" : Theme.surface;
        }
        border.width: control.kind === "secondary" ? Theme.hairline : 0
        border.color: Theme.line

        Behavior on color {
            ColorAnimation {
                duration: Theme.motion
            }
        }

        FocusRing {
            visible: control.visualFocus
        }
    }
}
