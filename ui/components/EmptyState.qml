// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

// What a page says when it holds nothing: one sentence, one action, one link at most.
ColumnLayout {
    id: state

    property string iconName
    property string title
    property string text
    property string actionText
    property string linkText

    signal actionTriggered
    signal linkTriggered

    spacing: Theme.space12

    Icon {
        Layout.alignment: Qt.AlignHCenter
        visible: state.iconName !== ""
        name: state.iconName
        size: Theme.iconDisplay
        color: Theme.disabled
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        text: state.title
        font.pixelSize: Theme.textTitle
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        text: state.text
        color: Theme.secondary
        lineHeight: Theme.lineHeightBody
        horizontalAlignment: Text.AlignHCenter
    }
    Button {
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.space4
        visible: state.actionText !== ""
        kind: "primary"
        text: state.actionText
        onClicked: state.actionTriggered()
    }
    Button {
        Layout.alignment: Qt.AlignHCenter
        visible: state.linkText !== ""
        kind: "quiet"
        text: state.linkText
        onClicked: state.linkTriggered()
    }
}
