// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Chat

// The chat page: what was said, and the composer under it.
FocusScope {
    id: page

    required property ChatViewModel viewModel
    readonly property bool empty: viewModel.messages.count === 0

    focus: true

    // The window's Ctrl+F searches all chats; here, where messages are, it finds in this one first.
    Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Find) && !empty && !viewModel.find.active
    Keys.onPressed: event => {
        event.accepted = true;
        if (event.matches(StandardKey.Find) && !page.empty)
            findBar.open();
        else if (event.key === Qt.Key_Escape)
            event.accepted = page.viewModel.escape();
        else if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown)
            list.page(event.key === Qt.Key_PageUp ? -1 : 1);
        else
            event.accepted = false;
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        ChatHeader {
            Layout.fillWidth: true
            viewModel: page.viewModel
            canFind: !page.empty
            onFindRequested: findBar.open()
        }
        FindBar {
            id: findBar
            Layout.fillWidth: true
            find: page.viewModel.find
            onClosed: composer.takeFocus()
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            MessageList {
                id: list
                anchors.fill: parent
                visible: !page.empty
                viewModel: page.viewModel
            }
            EmptyChat {
                anchors.fill: parent
                visible: page.empty
                examples: page.viewModel.examples
                onChosen: question => page.viewModel.ask(question)
            }
            JumpChip {
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.space8
                visible: list.visible && !list.followsEnd && !list.atEnd
                onClicked: list.jumpToEnd()
            }
        }
        ErrorCard {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.columnWidth
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            Layout.bottomMargin: Theme.space12
            visible: title !== ""
            tone: page.viewModel.noticeIsError ? "danger" : "warning"
            title: page.viewModel.noticeTitle
            text: page.viewModel.noticeText
            details: page.viewModel.noticeDetails
            actionText: page.viewModel.noticeAction
            onActionTriggered: page.viewModel.runNoticeAction()
        }
        Composer {
            id: composer
            Layout.fillWidth: true
            focus: true
            viewModel: page.viewModel
            maximumTextHeight: page.height * 0.4
        }
    }

    // What a screen reader says while an answer arrives, one sentence at a time.
    Item {
        id: speaker
        Accessible.role: Accessible.AlertMessage
        Accessible.name: ""
    }

    Connections {
        target: page.viewModel
        function onSpoken(sentence) {
            speaker.Accessible.name = sentence;
        }
    }
    Connections {
        target: Navigation
        function onChatOpened() {
            composer.takeFocus();
        }
    }
}
