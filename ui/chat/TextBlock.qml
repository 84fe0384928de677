// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Chat

// A paragraph, heading or list item.
SelectableText {
    id: edit

    required property BlockView block

    function showMatch() {
        if (contents.matchPosition() >= 0)
            block.matchOffset = positionToRectangle(contents.matchPosition()).y;
    }

    wrapMode: TextEdit.Wrap
    color: block.quoteDepth > 0 ? Theme.secondary : Theme.text
    font.pixelSize: block.headingLevel === 1 ? Theme.textTitle : block.headingLevel === 2 ? Theme.textLarge + 1 : block.headingLevel === 3 ? Theme.textLarge : Theme.textBody
    font.weight: block.headingLevel > 0 ? Font.DemiBold : Font.Normal
    Accessible.role: block.headingLevel > 0 ? Accessible.Heading : block.indent > 0 ? Accessible.ListItem : Accessible.Paragraph
    Accessible.name: block.plain
    onLinkActivated: link => block.linkActivated(link)
    onMenuRequested: text => block.menuRequested(text)

    BlockDocument {
        id: contents
        document: edit.textDocument
        style: edit.block.blockStyle
        kind: "text"
        html: edit.block.html
        query: edit.block.query
        currentMatch: edit.block.currentMatch
        onFilled: edit.showMatch()
        Component.onCompleted: start()
    }
}
