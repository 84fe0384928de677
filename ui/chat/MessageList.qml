// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// The messages. Follows the end of the chat only while the reader is there.
ListView {
    id: list

    required property ChatViewModel viewModel
    property bool followsEnd: true
    property int requestedRow: -1 // a search hit; -1: none
    readonly property bool atEnd: contentY + height >= originY + contentHeight - Theme.space32
    readonly property ChatFind find: viewModel.find

    function jumpToEnd() {
        followsEnd = true;
        positionViewAtEnd();
    }
    // Once the delegates have their heights: to the message that was asked for, else to the end.
    function place() {
        if (requestedRow >= 0) {
            followsEnd = false;
            positionViewAtIndex(requestedRow, ListView.Beginning);
            requestedRow = -1;
        } else if (followsEnd) {
            positionViewAtEnd();
        }
    }
    function page(direction) {
        const lowest = originY + Math.max(0, contentHeight - height);
        contentY = Math.max(originY, Math.min(lowest, contentY + direction * (height - Theme.space32)));
        followsEnd = atEnd;
    }
    // The place that find stands on comes to the upper third, unless it is in sight already.
    function showMatch() {
        if (find.currentRow < 0)
            return;
        followsEnd = false;
        positionViewAtIndex(find.currentRow, ListView.Contain);
        const message = itemAtIndex(find.currentRow) as MessageDelegate;
        const y = message ? message.y + message.matchY() : 0;
        if (message && (y < contentY + Theme.space32 || y > contentY + height - Theme.space32))
            contentY = Math.max(originY, Math.min(originY + contentHeight - height, y - height / 3));
    }

    clip: true
    model: viewModel.messages
    cacheBuffer: 2000
    boundsBehavior: Flickable.StopAtBounds
    reuseItems: false
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")
    onContentHeightChanged: settle.start()
    onHeightChanged: settle.start()
    onMovementStarted: followsEnd = false
    onMovementEnded: followsEnd = atEnd
    T.ScrollBar.vertical: ScrollBar {
        onPressedChanged: list.followsEnd = !pressed && list.atEnd
    }
    delegate: MessageDelegate {
        width: list.width
        viewModel: list.viewModel
        blockStyle: style
        onLinkActivated: address => linkCard.show(address)
        onMenuRequested: (message, edit) => menu.show(message, edit)
    }

    Timer {
        id: settle
        interval: 0
        onTriggered: list.place()
    }
    BlockStyle {
        id: style
        text: Theme.text
        secondary: Theme.secondary
        link: Theme.accent
        line: Theme.line
        codeBackground: Theme.codeBackground
        keyword: Theme.codeKeyword
        string: Theme.codeString
        number: Theme.codeNumber
        comment: Theme.codeComment
        name: Theme.codeName
        match: Theme.selection
        currentMatch: Theme.accent
        currentMatchText: Theme.accentText
        monoFamily: Theme.monoFamily
        codeSize: Theme.textBody - 1
        lineHeight: Theme.lineHeightBody
        cellPadding: Theme.space8
    }
    LinkCard {
        id: linkCard
    }
    MessageMenu {
        id: menu
        viewModel: list.viewModel
    }

    Connections {
        target: list.viewModel
        function onQuestionSent() {
            list.followsEnd = true;
            settle.start();
        }
        function onChatChanged() {
            list.requestedRow = -1;
            list.followsEnd = true;
            settle.start();
        }
        function onMessageRequested(row) {
            list.requestedRow = row;
            settle.start();
        }
    }
    Connections {
        target: list.find
        function onCurrentMoved() {
            list.showMatch();
        }
    }
}
