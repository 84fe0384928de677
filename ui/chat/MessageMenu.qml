// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Chat

// What the right button offers over a message.
Menu {
    id: menu

    required property ChatViewModel viewModel
    property real message
    property TextEdit edit: null

    function show(id, text) {
        message = id;
        edit = text;
        popup();
    }

    MenuItem {
        iconName: "copy"
        text: qsTr("Copy selection")
        shortcut: "Ctrl+C"
        enabled: menu.edit !== null && menu.edit.selectedText !== ""
        onTriggered: menu.edit.copy()
    }
    MenuItem {
        text: qsTr("Copy message")
        onTriggered: menu.viewModel.copyMessage(menu.message)
    }
    MenuItem {
        text: qsTr("Select all of this part")
        onTriggered: menu.edit.selectAll()
    }
}
