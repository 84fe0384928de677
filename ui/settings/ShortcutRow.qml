// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// One action with its keys. The button listens for the next keys that are pressed.
Item {
    id: row

    required property string actionId
    required property string title
    required property string group
    required property string keysText
    required property bool rebindable
    required property bool isDefault
    property bool first: false
    property bool listening: false

    signal keysChosen(string sequence)
    signal resetRequested

    function take(event) {
        if (!listening)
            return;
        event.accepted = true;
        const sequence = ActionModel.sequenceOf(event.key, event.modifiers);
        if (event.key === Qt.Key_Escape)
            listening = false;
        else if (sequence !== "") {
            listening = false;
            keysChosen(sequence);
        }
    }

    implicitHeight: Theme.headerHeight

    Divider {
        visible: !row.first
        x: Theme.space16
        width: parent.width - Theme.space16 * 2
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space16
        anchors.rightMargin: Theme.space12
        spacing: Theme.space8

        Label {
            Layout.fillWidth: true
            text: row.title
        }
        Label {
            visible: row.listening
            text: qsTr("Press the new keys; Esc keeps the old ones")
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
        KeyHint {
            visible: !row.listening
            text: row.keysText
        }
        IconButton {
            visible: row.rebindable && !row.isDefault
            iconName: "undo"
            text: qsTr("Give “%1” its first keys").arg(row.title)
            onClicked: row.resetRequested()
        }
        IconButton {
            visible: row.rebindable
            iconName: "edit"
            checked: row.listening
            text: qsTr("Change the keys of “%1”").arg(row.title)
            onClicked: row.listening = true
            onActiveFocusChanged: if (!activeFocus)
                row.listening = false
            Keys.onShortcutOverride: event => event.accepted = row.listening
            Keys.onPressed: event => row.take(event)
        }
    }
}
