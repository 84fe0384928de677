// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components

// Sends the message, or stops the answer that is being written.
T.Button {
    id: button

    property bool answering: false

    signal sent
    signal stopped

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    text: answering ? qsTr("Stop") : qsTr("Send")
    Accessible.name: text
    onClicked: answering ? stopped() : sent()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.answering ? "stop" : "send"
            color: button.enabled ? Theme.accentText : Theme.disabled
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: !button.enabled ? Theme.hover : button.hovered || button.down ? Theme.accentHover : Theme.accent

        FocusRing {
            visible: button.visualFocus
        }
    }
    ToolTip {
        visible: button.hovered
        text: button.text
        shortcut: button.answering ? "Esc" : "Return"
    }
}
