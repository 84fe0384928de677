// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// A table; one that is wider than the column scrolls sideways.
Rectangle {
    id: frame

    required property BlockView block
    readonly property real room: parent.width - 2 * Theme.hairline

    function showMatch() {
        if (contents.matchPosition() >= 0)
            block.matchOffset = flick.y + edit.positionToRectangle(contents.matchPosition()).y;
    }

    implicitHeight: flick.height + 2 * Theme.hairline
    width: Math.min(parent.width, edit.width + 2 * Theme.hairline)
    radius: Theme.radius
    color: "transparent"
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

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
            width: Math.ceil(Math.min(contents.naturalWidth, Math.max(frame.room, contents.minimumWidth)))
            wrapMode: TextEdit.Wrap
            Accessible.name: getText(0, length)
            onLinkActivated: link => frame.block.linkActivated(link)
            onMenuRequested: text => frame.block.menuRequested(text)

            BlockDocument {
                id: contents
                document: edit.textDocument
                style: frame.block.blockStyle
                kind: "table"
                table: frame.block.table
                query: frame.block.query
                currentMatch: frame.block.currentMatch
                onFilled: frame.showMatch()
                Component.onCompleted: start()
            }
        }
    }
}
