// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One chat in the list: its title, and in a search where the words were found.
Item {
    id: row

    required property int index
    required property var chatId
    required property var messageId
    required property string title
    required property string snippet
    required property bool answering
    property bool current: false // the chat that is shown
    property bool focused: false // the keyboard is on it
    property bool renaming: false

    signal opened
    signal renameRequested
    signal renamed(string title) // empty: the title stays
    signal removeRequested

    implicitHeight: Math.max(Theme.rowHeight, texts.implicitHeight + Theme.space16)
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.selected: current
    Accessible.focusable: true
    Accessible.onPressAction: opened()

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.space12
        anchors.rightMargin: Theme.space12
        radius: Theme.radius
        color: row.current ? Theme.selection : hover.hovered || menu.opened ? Theme.hover : "transparent"

        FocusRing {
            visible: row.focused
            inset: 0
        }
        ColumnLayout {
            id: texts
            anchors.left: parent.left
            anchors.right: more.visible ? more.left : busy.visible ? busy.left : parent.right
            anchors.leftMargin: Theme.space12
            anchors.rightMargin: Theme.space8
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.hairline
            visible: !row.renaming

            Label {
                Layout.fillWidth: true
                text: row.title
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                font.weight: row.snippet === "" ? Font.Normal : Font.Medium
            }
            Label {
                Layout.fillWidth: true
                visible: row.snippet !== ""
                text: row.snippet
                textFormat: Text.StyledText
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
                maximumLineCount: 2
                elide: Text.ElideRight
            }
        }
        Spinner {
            id: busy
            anchors.right: parent.right
            anchors.rightMargin: Theme.space12
            anchors.verticalCenter: parent.verticalCenter
            visible: row.answering && !more.visible
        }
        HoverHandler {
            id: hover
        }
        TapHandler {
            onTapped: row.opened()
            onDoubleTapped: row.renameRequested()
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: menu.popup()
        }
        IconButton {
            id: more
            anchors.right: parent.right
            anchors.rightMargin: Theme.space4
            anchors.verticalCenter: parent.verticalCenter
            visible: (hover.hovered || menu.opened || row.focused) && !row.renaming
            focusPolicy: Qt.NoFocus
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "more"
            text: qsTr("More for “%1”").arg(row.title)
            onClicked: menu.popup(more, 0, more.height)
        }
        Loader {
            anchors.fill: parent
            active: row.renaming
            sourceComponent: TextField {
                text: row.title
                Accessible.name: qsTr("Title of the chat")
                onAccepted: row.renamed(text)
                Keys.onEscapePressed: row.renamed("")
                onActiveFocusChanged: if (!activeFocus && row.renaming)
                    row.renamed(text)
                Component.onCompleted: {
                    forceActiveFocus();
                    selectAll();
                }
            }
        }
    }

    Menu {
        id: menu
        MenuItem {
            iconName: "edit"
            text: qsTr("Rename")
            shortcut: "F2"
            onTriggered: row.renameRequested()
        }
        MenuItem {
            iconName: "trash"
            text: qsTr("Delete")
            shortcut: qsTr("Del")
            danger: true
            onTriggered: row.removeRequested()
        }
    }
}
