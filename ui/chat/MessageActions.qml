// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Chat

// What may be done with a message, and its other versions.
Row {
    id: actions

    required property real messageId
    required property bool isAnswer
    required property int branchIndex
    required property int branchCount
    required property bool shown // else the buttons appear with the pointer or the focus
    required property ChatViewModel viewModel
    readonly property bool focused: copy.activeFocus || again.activeFocus || edit.activeFocus

    spacing: Theme.space4

    Row {
        opacity: actions.shown || actions.focused ? 1 : 0

        Behavior on opacity {
            NumberAnimation {
                duration: Theme.motion
            }
        }

        IconButton {
            id: copy
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "copy"
            text: qsTr("Copy message")
            onClicked: actions.viewModel.copyMessage(actions.messageId)
        }
        IconButton {
            id: again
            visible: actions.isAnswer
            enabled: !actions.viewModel.answering
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "regenerate"
            text: qsTr("Answer again")
            onClicked: actions.viewModel.regenerate(actions.messageId)
        }
        IconButton {
            id: edit
            visible: !actions.isAnswer
            enabled: !actions.viewModel.answering
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "edit"
            text: qsTr("Edit message")
            onClicked: actions.viewModel.beginEdit(actions.messageId)
        }
    }
    BranchSwitcher {
        visible: actions.branchCount > 1
        enabled: !actions.viewModel.answering
        index: actions.branchIndex
        count: actions.branchCount
        onStepped: step => actions.viewModel.stepBranch(actions.messageId, step)
    }
}
