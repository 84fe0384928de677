// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Server

// The KV cache as a field of cells, each standing for as many blocks as the others.
Card {
    id: card

    required property ServerViewModel viewModel

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space12

        Label {
            Layout.fillWidth: true
            text: qsTr("Memory of conversations (KV cache)")
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        Grid {
            id: cells
            readonly property int columnCount: 50
            readonly property real cell: Math.floor((layout.width + spacing) / columnCount) - spacing

            Layout.fillWidth: true
            columns: columnCount
            spacing: Theme.focusWidth
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Picture of the KV cache")
            Accessible.description: card.viewModel.cacheText

            Repeater {
                model: card.viewModel.cacheCells.length

                Rectangle {
                    required property int index

                    width: cells.cell
                    height: cells.cell
                    radius: Theme.focusWidth
                    color: Theme.cacheColor(card.viewModel.cacheCells[index] ?? "free")
                }
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.space16

            Repeater {
                model: card.viewModel.cacheLegend

                Row {
                    id: entry

                    required property var modelData

                    spacing: Theme.space8

                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.space12
                        height: Theme.space12
                        radius: Theme.focusWidth
                        color: Theme.cacheColor(entry.modelData.kind)
                    }
                    Label {
                        text: entry.modelData.name + " " + entry.modelData.text
                        font.pixelSize: Theme.textSmall
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
        Label {
            Layout.fillWidth: true
            text: card.viewModel.cacheText
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
}
