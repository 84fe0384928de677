// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Models
import Alcove.Chat

// Over the messages: the model in use, and the chat's name.
Item {
    id: header

    required property ChatViewModel viewModel
    property bool canFind: false

    signal findRequested

    implicitHeight: Theme.headerHeight

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space16
        anchors.rightMargin: Theme.space16
        spacing: Theme.space12

        ModelPicker {
            Layout.maximumWidth: header.width * 0.6
            viewModel: header.viewModel.modelPicker as ModelPickerViewModel
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            text: header.viewModel.title
            color: Theme.secondary
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
        }
        IconButton {
            iconName: "search"
            text: qsTr("Find in this chat")
            shortcut: "Ctrl+F"
            enabled: header.canFind
            onClicked: header.findRequested()
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
