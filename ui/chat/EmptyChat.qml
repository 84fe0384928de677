// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Alcove.Components

// A chat without a message: what it is for, and three questions to begin with.
Item {
    id: state

    required property var examples // strings

    signal chosen(string question)

    Column {
        anchors.centerIn: parent
        width: Math.min(Theme.dialogWidth, parent.width - 2 * Theme.space24)
        spacing: Theme.space8

        Label {
            width: parent.width
            bottomPadding: Theme.space16
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Ask anything. It stays on this computer.")
            font.pixelSize: Theme.textTitle
            font.weight: Font.Medium
            Accessible.role: Accessible.Heading
        }
        Repeater {
            model: state.examples

            T.Button {
                id: example

                required property string modelData

                width: parent.width
                implicitHeight: question.implicitHeight + 2 * Theme.space12
                text: modelData
                Accessible.name: qsTr("Ask: %1").arg(modelData)
                onClicked: state.chosen(modelData)

                contentItem: Item {
                    Label {
                        id: question
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.left: parent.left
                        anchors.right: arrow.left
                        anchors.leftMargin: Theme.space16
                        anchors.rightMargin: Theme.space12
                        text: example.text
                        Accessible.ignored: true
                    }
                    Icon {
                        id: arrow
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.space16
                        name: "chevron-right"
                        size: Theme.iconSmall
                        color: Theme.secondary
                    }
                }
                background: Rectangle {
                    radius: Theme.radiusCard
                    color: example.down ? Theme.pressed : example.hovered ? Theme.hover : Theme.surface
                    border.width: Theme.hairline
                    border.color: Theme.line

                    FocusRing {
                        visible: example.visualFocus
                        radius: Theme.radiusCard - inset
                    }
                }
            }
        }
    }
}
