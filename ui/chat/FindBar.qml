// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Chat

// Finds words in the open chat and steps through the places.
Item {
    id: bar

    required property ChatFind find

    signal closed

    function open() {
        find.active = true;
        field.forceActiveFocus(Qt.ShortcutFocusReason);
        field.selectAll();
    }
    function close() {
        find.active = false;
        closed();
    }

    visible: find.active
    onVisibleChanged: if (visible)
        field.text = find.query
    implicitHeight: Theme.headerHeight

    RowLayout {
        anchors.centerIn: parent
        width: Math.min(Theme.columnWidth, parent.width - 2 * Theme.space16)
        spacing: Theme.space8

        TextField {
            id: field
            Layout.fillWidth: true
            iconName: "search"
            placeholderText: qsTr("Find in this chat")
            Accessible.searchEdit: true
            onTextEdited: bar.find.query = text
            Keys.onReturnPressed: event => bar.find.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onEnterPressed: event => bar.find.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onUpPressed: bar.find.step(-1)
            Keys.onDownPressed: bar.find.step(1)
            Keys.onEscapePressed: bar.close()
        }
        Label {
            visible: field.length > 0
            text: bar.find.count === 0 ? qsTr("Not found") : qsTr("%1 of %2").arg(bar.find.current).arg(bar.find.count)
            color: Theme.secondary
            wrapMode: Text.NoWrap
            font.pixelSize: Theme.textSmall
            Accessible.role: Accessible.StaticText
        }
        IconButton {
            iconName: "chevron-up"
            text: qsTr("Previous place")
            shortcut: "Shift+Return"
            enabled: bar.find.count > 0
            onClicked: bar.find.step(-1)
        }
        IconButton {
            iconName: "chevron-down"
            text: qsTr("Next place")
            shortcut: "Return"
            enabled: bar.find.count > 0
            onClicked: bar.find.step(1)
        }
        IconButton {
            iconName: "close"
            text: qsTr("Close find")
            shortcut: "Esc"
            onClicked: bar.close()
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
