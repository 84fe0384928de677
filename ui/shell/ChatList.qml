// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Shell

// The list itself: one tab stop; arrows move, Return opens, F2 renames, Delete removes.
ListView {
    id: list

    required property ShellViewModel shell
    property int renaming: -1 // the row whose title is being edited

    function openRow(row) {
        const chat = itemAtIndex(row) as ChatRow;
        if (chat)
            Navigation.openMessage(chat.chatId, chat.messageId);
    }
    function removeRow(row) {
        const chat = itemAtIndex(row) as ChatRow;
        if (chat)
            shell.removeChat(chat.chatId);
    }

    clip: true
    activeFocusOnTab: count > 0
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    model: shell.chats
    currentIndex: 0
    highlightMoveDuration: 0
    bottomMargin: Theme.space12
    T.ScrollBar.vertical: ScrollBar {}
    Accessible.role: Accessible.List
    Accessible.name: shell.chats.query === "" ? qsTr("Chats") : qsTr("Chats that were found")

    Keys.onReturnPressed: openRow(currentIndex)
    Keys.onEnterPressed: openRow(currentIndex)
    Keys.onDeletePressed: removeRow(currentIndex)
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F2)
            renaming = currentIndex;
    }

    section.property: "section"
    section.delegate: Label {
        required property string section

        width: ListView.view.width
        visible: section !== ""
        height: visible ? implicitHeight : 0
        leftPadding: Theme.space24
        topPadding: Theme.space12
        bottomPadding: Theme.space4
        text: section
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
        font.weight: Font.Medium
    }

    delegate: ChatRow {
        width: ListView.view.width
        current: Navigation.chat === chatId
        focused: list.activeFocus && list.currentIndex === index
        renaming: list.renaming === index
        onOpened: Navigation.openMessage(chatId, messageId)
        onRenameRequested: list.renaming = index
        onRenamed: title => {
            list.renaming = -1;
            list.forceActiveFocus();
            if (title !== "")
                list.shell.renameChat(chatId, title);
        }
        onRemoveRequested: list.shell.removeChat(chatId)
    }

    Label {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.space24
        y: Theme.space24
        visible: list.count === 0
        text: list.shell.chats.query === "" ? qsTr("Your chats will be listed here.") : qsTr("No chat contains these words.")
        color: Theme.secondary
        horizontalAlignment: Text.AlignHCenter
    }
}
