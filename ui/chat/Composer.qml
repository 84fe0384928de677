// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Chat

// Where the person writes. Grows with the text; Enter sends, Shift+Enter breaks the line.
FocusScope {
    id: composer

    required property ChatViewModel viewModel
    property real maximumTextHeight: 240

    function takeFocus() {
        area.forceActiveFocus(Qt.OtherFocusReason);
    }

    implicitHeight: card.height + Theme.space16

    Rectangle {
        id: card
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(Theme.columnWidth, composer.width - 2 * Theme.space24)
        height: column.height + Theme.space8
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: area.activeFocus ? Theme.focusWidth : Theme.hairline
        border.color: area.activeFocus ? Theme.focus : Theme.outline

        Column {
            id: column
            width: parent.width

            EditingBar {
                width: parent.width
                visible: composer.viewModel.editing
                onCancelled: composer.viewModel.cancelEdit()
            }
            Flickable {
                id: flick
                width: parent.width
                height: Math.min(area.implicitHeight, composer.maximumTextHeight)
                contentWidth: width
                contentHeight: area.height
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ScrollBar {}

                ComposerText {
                    id: area
                    width: flick.width
                    focus: true
                    viewModel: composer.viewModel
                    onCursorRectangleChanged: flick.contentY = Math.max(0, Math.min(flick.contentY, cursorRectangle.y - topPadding), cursorRectangle.y + cursorRectangle.height + bottomPadding - flick.height)
                }
            }
            Item {
                width: parent.width
                height: Theme.controlHeight

                ContextGauge {
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.space16
                    anchors.verticalCenter: parent.verticalCenter
                    visible: text !== ""
                    share: composer.viewModel.contextShare
                    text: composer.viewModel.contextText
                    details: composer.viewModel.contextDetails
                    dropped: composer.viewModel.contextDropped
                }
                SendButton {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.space8
                    answering: composer.viewModel.answering
                    enabled: answering || composer.viewModel.canSend
                    onSent: composer.viewModel.send()
                    onStopped: composer.viewModel.stop()
                }
            }
        }
    }
}
