// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// A table; one that is wider than the column scrolls sideways.
Item {
    id: view

    required property BlockView block
    readonly property real room: width - 2 * Theme.hairline

    function showMatch() {
        if (contents.matchPosition() >= 0)
            block.matchOffset = flick.y + edit.positionToRectangle(contents.matchPosition()).y;
    }

    implicitHeight: frame.height
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

    Item {
        id: frame
        anchors.left: parent.left
        width: Math.min(view.width, edit.width + 2 * Theme.hairline)
        height: flick.height + 2 * Theme.hairline

        Flickable {
            id: flick
            x: Theme.hairline
            y: Theme.hairline
            width: frame.width - 2 * Theme.hairline
            height: edit.height + (contentWidth > width ? Theme.space8 : 0)
            contentWidth: edit.width
            contentHeight: height
            clip: true
            interactive: contentWidth > width
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.horizontal: ScrollBar {}

            SelectableText {
                id: edit
                width: Math.ceil(Math.min(contents.naturalWidth, Math.max(view.room, contents.minimumWidth)))
                wrapMode: TextEdit.Wrap
                Accessible.name: getText(0, length)
                onLinkActivated: link => view.block.linkActivated(link)
                onMenuRequested: text => view.block.menuRequested(text)

                BlockDocument {
                    id: contents
                    document: edit.textDocument
                    style: view.block.blockStyle
                    kind: "table"
                    table: view.block.table
                    query: view.block.query
                    currentMatch: view.block.currentMatch
                    onFilled: view.showMatch()
                    Component.onCompleted: start()
                }
            }
        }
    }
}
