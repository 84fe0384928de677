// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// What happened and what to do about it, where the person is looking: a sentence, one action, and details to copy.
Rectangle {
    id: card

    property string title
    property string text
    property string details // empty: no Details button
    property string actionText
    property string tone: "danger" // or "warning"
    property bool dismissible: false
    property bool open: false
    readonly property color ink: tone === "danger" ? Theme.danger : Theme.warning

    signal actionTriggered
    signal dismissed

    implicitHeight: layout.implicitHeight + Theme.space12 * 2
    implicitWidth: Theme.columnWidth
    radius: Theme.radiusCard
    color: tone === "danger" ? Theme.dangerSoft : Theme.warningSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title + (text === "" ? "" : ". " + text)

    RowLayout {
        id: layout
        anchors.fill: parent
        anchors.margins: Theme.space12
        spacing: Theme.space12

        Icon {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.hairline
            name: card.tone === "danger" ? "error" : "warning"
            color: card.ink
        }
        ColumnLayout {
            spacing: Theme.space4

            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: card.title
                font.weight: Font.DemiBold
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: card.text
            }
            Flow {
                Layout.fillWidth: true
                Layout.topMargin: Theme.space4
                visible: card.actionText !== "" || card.details !== ""
                spacing: Theme.space8

                Button {
                    visible: card.actionText !== ""
                    small: true
                    text: card.actionText
                    onClicked: card.actionTriggered()
                }
                Button {
                    visible: card.details !== ""
                    small: true
                    kind: "quiet"
                    text: card.open ? qsTr("Hide details") : qsTr("Details")
                    onClicked: card.open = !card.open
                }
                Button {
                    visible: card.open
                    small: true
                    kind: "quiet"
                    iconName: "copy"
                    text: qsTr("Copy details")
                    onClicked: Navigation.copyText(card.title + "\n" + card.text + "\n" + card.details)
                }
            }
            TextEdit {
                Layout.fillWidth: true
                visible: card.open
                text: card.details
                readOnly: true
                selectByMouse: true
                wrapMode: TextEdit.WrapAnywhere
                color: Theme.secondary
                selectionColor: Theme.selection
                selectedTextColor: Theme.text
                font.family: Theme.monoFamily
                font.pixelSize: Theme.textSmall
                Accessible.name: qsTr("Details")
            }
        }
        IconButton {
            Layout.alignment: Qt.AlignTop
            visible: card.dismissible
            size: Theme.controlHeightSmall
            iconSize: Theme.iconSmall
            iconName: "close"
            text: qsTr("Dismiss")
            onClicked: card.dismissed()
        }
    }
}
