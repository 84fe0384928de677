// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Shell

// The chats: begin one, search all, open, rename, delete.
Rectangle {
    id: sidebar

    required property ShellViewModel shell

    function focusSearch() {
        search.forceActiveFocus(Qt.ShortcutFocusReason);
        search.selectAll();
    }

    implicitWidth: Theme.sidebarWidth
    color: Theme.sidebar
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Chats")

    ColumnLayout {
        anchors.fill: parent
        anchors.rightMargin: Theme.hairline
        spacing: Theme.space8

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space12
            spacing: Theme.space4

            Button {
                Layout.fillWidth: true
                iconName: "plus"
                text: qsTr("New chat")
                onClicked: Navigation.openChat(0)
            }
            IconButton {
                iconName: "sidebar"
                text: qsTr("Hide the chat list")
                shortcut: sidebar.shell.actions.keysText("sidebar")
                onClicked: sidebar.shell.runAction("sidebar")
            }
        }
        SearchField {
            id: search
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space12
            Layout.rightMargin: Theme.space12
            placeholderText: qsTr("Search all chats")
            onTextEdited: sidebar.shell.chats.query = text
            onCleared: sidebar.shell.chats.query = ""
            Keys.onDownPressed: list.forceActiveFocus(Qt.TabFocusReason)
        }
        ChatList {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            shell: sidebar.shell
        }
    }
    Divider {
        vertical: true
        anchors.right: parent.right
        height: parent.height
    }
}
