// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Chat

// Under an answer: what is going on, then what may be done with it and how it was made. Keeps its
// height while the answer is written, so that the end of it moves nothing.
Item {
    id: footer

    required property real messageId
    required property bool streaming
    required property string activity
    required property string stats
    required property string statsDetails
    required property int branchIndex
    required property int branchCount
    required property ChatViewModel viewModel

    implicitHeight: Theme.controlHeightSmall

    ActivityLine {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        visible: footer.streaming
        text: footer.activity
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: -Theme.space4
        visible: !footer.streaming
        spacing: Theme.space12

        MessageActions {
            messageId: footer.messageId
            isAnswer: true
            branchIndex: footer.branchIndex
            branchCount: footer.branchCount
            shown: true
            viewModel: footer.viewModel
        }
        StatsLine {
            Layout.fillWidth: true
            text: footer.stats
            details: footer.statsDetails
        }
    }
}
