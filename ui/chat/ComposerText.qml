// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// The text of the composer and its keys.
T.TextArea {
    id: area

    required property ChatViewModel viewModel

    implicitHeight: contentHeight + topPadding + bottomPadding
    padding: Theme.space16
    topPadding: Theme.space12
    bottomPadding: Theme.space8
    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    color: Theme.text
    selectionColor: Theme.selection
    selectedTextColor: Theme.text
    selectByMouse: true
    persistentSelection: true
    placeholderText: qsTr("Ask anything")
    placeholderTextColor: Theme.secondary
    font.family: Theme.fontFamily
    font.pixelSize: Theme.textBody
    Accessible.name: qsTr("Message")
    Accessible.description: qsTr("Enter sends, Shift+Enter begins a new line")
    onTextChanged: viewModel.draft = text
    Component.onCompleted: text = viewModel.draft
    Keys.onPressed: event => {
        const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        event.accepted = true;
        if (enter && !(event.modifiers & (Qt.ShiftModifier | Qt.AltModifier)) && preeditText === "")
            viewModel.send();
        else if (event.key === Qt.Key_Up && length === 0)
            viewModel.editLastQuestion();
        else if (event.key === Qt.Key_Tab || event.key === Qt.Key_Backtab)
            nextItemInFocusChain(event.key === Qt.Key_Tab).forceActiveFocus(Qt.TabFocusReason);
        else
            event.accepted = false;
    }

    Text {
        visible: area.length === 0 && area.preeditText === ""
        x: area.leftPadding
        y: area.topPadding
        text: area.placeholderText
        color: area.placeholderTextColor
        font: area.font
    }

    Connections {
        target: area.viewModel
        function onDraftReplaced() {
            area.text = area.viewModel.draft;
            area.cursorPosition = area.length;
        }
    }
}
