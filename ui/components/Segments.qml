// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// A choice among two to four short values, all visible. `choices`: [{ value, text, icon? }]; arrow keys move.
FocusScope {
    id: control

    property var choices: []
    property var value
    property string name

    signal chosen(var value)

    implicitWidth: row.implicitWidth + Theme.focusWidth * 2
    implicitHeight: Theme.controlHeight
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.hover
        border.width: Theme.hairline
        border.color: Theme.line
    }

    Row {
        id: row
        anchors.centerIn: parent

        Repeater {
            id: repeater
            model: control.choices

            T.RadioButton {
                id: segment

                required property var modelData
                required property int index

                focus: checked
                checked: control.value === modelData.value
                text: modelData.text
                height: control.height - Theme.focusWidth * 2
                implicitWidth: implicitContentWidth + leftPadding + rightPadding
                leftPadding: Theme.space12
                rightPadding: Theme.space12
                Accessible.name: text
                onClicked: control.chosen(modelData.value)

                contentItem: Text {
                    text: segment.text
                    color: segment.checked ? Theme.text : Theme.secondary
                    font.family: Theme.fontFamily
                    font.pixelSize: Theme.textBody
                    font.weight: segment.checked ? Font.Medium : Font.Normal
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                }
                background: Rectangle {
                    radius: Theme.radius - Theme.hairline
                    color: segment.checked ? Theme.surface : "transparent"
                    border.width: segment.checked ? Theme.hairline : 0
                    border.color: Theme.outline
                    FocusRing {
                        visible: segment.visualFocus
                        inset: 0
                    }
                }
            }
        }
    }
}
