// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A text field that searches while one types; Escape or the cross empties it.
TextField {
    id: control

    signal cleared

    function clearSearch() {
        clear();
        cleared();
    }

    iconName: "search"
    rightPadding: clearButton.visible ? clearButton.width + Theme.space4 : Theme.space12
    Accessible.role: Accessible.EditableText
    Accessible.searchEdit: true
    Keys.onEscapePressed: event => {
        event.accepted = length > 0;
        clearSearch();
    }

    IconButton {
        id: clearButton
        anchors.right: parent.right
        anchors.rightMargin: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
        visible: control.length > 0
        size: Theme.controlHeightSmall
        iconSize: Theme.iconSmall
        iconName: "close"
        text: qsTr("Clear search")
        onClicked: control.clearSearch()
    }
}
