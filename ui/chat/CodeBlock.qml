// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// Code with its language and a copy button; long lines scroll sideways.
Rectangle {
    id: card

    required property BlockView block

    function showMatch() {
        if (contents.matchPosition() < 0)
            return;
        const place = edit.positionToRectangle(contents.matchPosition());
        flick.contentX = Math.max(0, Math.min(place.x - flick.width / 2, flick.contentWidth - flick.width));
        block.matchOffset = flick.y + place.y;
    }

    implicitHeight: bar.height + flick.height + Theme.space12
    radius: Theme.radius
    color: Theme.codeBackground
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    Accessible.role: Accessible.Grouping
    Accessible.name: block.languageName === "" ? qsTr("Code") : qsTr("Code, %1").arg(block.languageName)

    Item {
        id: bar
        width: parent.width
        height: Theme.controlHeightSmall + Theme.space4

        Label {
            anchors.left: parent.left
            anchors.leftMargin: Theme.space12
            anchors.verticalCenter: parent.verticalCenter
            text: card.block.languageName
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "copy"
            text: qsTr("Copy code")
            onClicked: card.block.copyRequested(card.block.plain)
        }
    }
    Flickable {
        id: flick
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.space12
        anchors.rightMargin: Theme.space12
        y: bar.height
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
            width: Math.max(flick.width, contentWidth)
            wrapMode: TextEdit.NoWrap
            horizontalAlignment: TextEdit.AlignLeft
            font.family: Theme.monoFamily
            font.pixelSize: Theme.textBody - 1
            Accessible.name: card.block.plain
            onMenuRequested: text => card.block.menuRequested(text)

            BlockDocument {
                id: contents
                document: edit.textDocument
                style: card.block.blockStyle
                kind: "code"
                code: card.block.plain
                language: card.block.language
                query: card.block.query
                currentMatch: card.block.currentMatch
                onFilled: card.showMatch()
                Component.onCompleted: start()
            }
        }
    }
}
