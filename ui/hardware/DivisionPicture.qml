// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Hardware

// A model from its first layer to its last, each part in the colour of the device that has it.
ColumnLayout {
    id: picture

    required property DivisionViewModel viewModel

    spacing: Theme.space8

    Repeater {
        model: picture.viewModel.strips

        RowLayout {
            id: strip

            required property var modelData
            required property int index
            readonly property var cells: modelData.cells

            spacing: Theme.space12

            Label {
                Layout.preferredWidth: Theme.stripLabelWidth
                text: strip.modelData.name
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
                wrapMode: Text.NoWrap
            }
            Row {
                id: row

                readonly property int gap: strip.cells.length > 64 ? Theme.hairline : Theme.focusWidth

                Layout.fillWidth: true
                Layout.preferredHeight: strip.index === 0 ? Theme.space24 : Theme.space12
                spacing: gap
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("Picture of the division: %1").arg(strip.modelData.name)
                Accessible.description: picture.viewModel.pictureText

                Repeater {
                    model: strip.cells.length

                    Rectangle {
                        required property int index

                        width: (row.width - row.gap * (strip.cells.length - 1)) / strip.cells.length
                        height: row.height
                        radius: Math.min(Theme.focusWidth, width / 4)
                        color: Theme.deviceColor(strip.cells[index] ?? 0)

                        Behavior on color {
                            ColorAnimation {
                                duration: Theme.motion
                            }
                        }
                    }
                }
            }
        }
    }
    RowLayout {
        Layout.leftMargin: Theme.stripLabelWidth + Theme.space12

        Label {
            text: qsTr("First layer")
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
        }
        Item {
            Layout.fillWidth: true
        }
        Label {
            text: qsTr("Last layer")
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
        }
    }
    RowLayout {
        visible: picture.viewModel.streams
        spacing: Theme.space8

        Rectangle {
            implicitWidth: Theme.space12
            implicitHeight: Theme.space12
            radius: Theme.focusWidth
            color: Theme.deviceColor(-1)
        }
        Label {
            Layout.fillWidth: true
            text: qsTr("Read from the file at each use, which is slow")
            font.pixelSize: Theme.textSmall
        }
    }
}
