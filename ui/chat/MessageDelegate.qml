// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import Alcove.Components
import Alcove.Chat

// One message: who, the blocks of the text, and what belongs to it underneath.
Item {
    id: message

    required property int index
    required property real messageId
    required property bool isAnswer
    required property string author
    required property QtObject blocks
    required property string messageState
    required property bool hasText
    required property string thought
    required property string stats
    required property string statsDetails
    required property string notice
    required property int branchIndex
    required property int branchCount
    required property string errorTitle
    required property string errorText
    required property string errorDetails
    required property string when
    required property ChatViewModel viewModel
    required property BlockStyle blockStyle
    readonly property bool streaming: messageState === "streaming"
    readonly property bool last: index === ListView.view.count - 1

    signal linkActivated(string address)
    signal menuRequested(real message, TextEdit edit)

    // Where find stands in this message, from its top.
    function matchY() {
        const block = repeater.itemAt(viewModel.find.currentBlock) as BlockView;
        return block ? block.mapToItem(message, 0, block.matchY()).y : 0;
    }

    implicitHeight: column.y + column.height + (last ? Theme.space32 : Theme.space16)
    Accessible.role: Accessible.ListItem
    Accessible.name: author

    HoverHandler {
        id: hover
    }

    Column {
        id: column
        anchors.horizontalCenter: parent.horizontalCenter
        y: message.index === 0 ? Theme.space16 : 0
        width: Math.min(Theme.columnWidth, message.width - 2 * Theme.space24)
        spacing: Theme.space4

        Item {
            width: parent.width
            height: Theme.controlHeightSmall

            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: message.author
                color: message.isAnswer ? Theme.accent : Theme.secondary
                font.pixelSize: Theme.textSmall
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.description: message.when
            }
            MessageActions {
                anchors.right: parent.right
                visible: !message.isAnswer
                messageId: message.messageId
                isAnswer: false
                branchIndex: message.branchIndex
                branchCount: message.branchCount
                shown: hover.hovered
                viewModel: message.viewModel
            }
        }
        ThoughtBlock {
            width: parent.width
            visible: message.thought !== ""
            thought: message.thought
        }
        Rectangle {
            width: parent.width
            height: body.height + (message.isAnswer ? 0 : Theme.space12 + Theme.space4)
            visible: message.hasText
            radius: Theme.radiusCard
            color: message.isAnswer ? "transparent" : Theme.hover

            Column {
                id: body
                x: message.isAnswer ? 0 : Theme.space16
                y: message.isAnswer ? 0 : Theme.space12
                width: parent.width - 2 * x

                Repeater {
                    id: repeater
                    model: message.blocks

                    BlockView {
                        width: body.width
                        row: message.index
                        find: message.viewModel.find
                        blockStyle: message.blockStyle
                        onLinkActivated: address => message.linkActivated(address)
                        onMenuRequested: edit => message.menuRequested(message.messageId, edit)
                        onCopyRequested: code => message.viewModel.copyCode(code)
                    }
                }
            }
        }
        Label {
            width: parent.width
            visible: text !== ""
            topPadding: Theme.space4
            text: message.notice
            color: Theme.warning
            font.pixelSize: Theme.textSmall
        }
        ErrorCard {
            width: parent.width
            visible: title !== ""
            tone: message.messageState === "failed" ? "danger" : "warning"
            title: message.errorTitle
            text: message.errorText
            details: message.errorDetails
            actionText: message.viewModel.answering ? "" : qsTr("Ask again")
            onActionTriggered: message.viewModel.regenerate(message.messageId)
        }
        MessageFooter {
            width: parent.width
            messageId: message.messageId
            visible: message.isAnswer
            streaming: message.streaming
            activity: message.hasText ? qsTr("Writing") : message.viewModel.activity
            stats: message.stats
            statsDetails: message.statsDetails
            branchIndex: message.branchIndex
            branchCount: message.branchCount
            viewModel: message.viewModel
        }
    }
}
