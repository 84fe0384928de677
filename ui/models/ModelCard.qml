// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One model file: what it is, whether it fits this machine, and what can be done with it.
Card {
    id: card

    required property string path
    required property string name
    required property string facts
    required property string weightsType
    required property string license
    required property string fit
    required property string fitSentence
    required property string place
    required property string entryState
    required property string problem
    required property string problemDetails
    required property string loadState
    required property real progress
    required property string loadError
    required property string loadErrorDetails
    required property bool removable
    required property bool embedsOnly
    readonly property bool usable: entryState === "known" || entryState === "found"
    readonly property bool busy: loadState === "loading" || loadState === "waiting"
    readonly property color fitColor: fit === "yes" ? Theme.success : fit === "tight" ? Theme.warning : fit === "no" ? Theme.danger : Theme.disabled

    signal loadRequested
    signal cancelRequested
    signal unloadRequested
    signal removeRequested
    signal copyPathRequested

    implicitHeight: layout.implicitHeight + padding * 2
    border.color: loadState === "ready" ? Theme.accent : Theme.line

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space8

        RowLayout {
            spacing: Theme.space8

            ColumnLayout {
                spacing: Theme.space4

                RowLayout {
                    spacing: Theme.space8
                    Label {
                        Layout.maximumWidth: layout.width / 2
                        text: card.name
                        font.weight: Font.DemiBold
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }
                    Badge {
                        visible: text !== ""
                        text: card.weightsType
                    }
                    Badge {
                        visible: card.embedsOnly
                        text: qsTr("Embeddings")
                    }
                    Badge {
                        visible: card.loadState === "ready"
                        tone: "accent"
                        text: qsTr("Loaded")
                    }
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: card.license === "" ? card.facts : card.facts + " · " + card.license
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Button {
                visible: card.usable && !card.embedsOnly && (card.loadState === "" || card.loadState === "failed")
                kind: card.fit === "no" ? "secondary" : "primary"
                text: qsTr("Load")
                Accessible.name: qsTr("Load %1").arg(card.name)
                onClicked: card.loadRequested()
            }
            Button {
                visible: card.loadState === "ready"
                text: qsTr("Unload")
                Accessible.name: qsTr("Unload %1").arg(card.name)
                onClicked: card.unloadRequested()
            }
            IconButton {
                id: more
                iconName: "more"
                text: qsTr("More for %1").arg(card.name)
                onClicked: menu.popup(more, 0, more.height)
            }
        }
        ProgressRow {
            Layout.fillWidth: true
            visible: card.busy
            name: card.loadState === "waiting" ? qsTr("Waiting for the engine") : qsTr("Loading into memory")
            progress: card.loadState === "waiting" ? -1 : card.progress
            onCancelRequested: card.cancelRequested()
        }
        RowLayout {
            visible: card.usable && !card.busy
            spacing: Theme.space8
            Rectangle {
                implicitWidth: Theme.space8
                implicitHeight: Theme.space8
                radius: Theme.space4
                color: card.fitColor
            }
            Label {
                Layout.fillWidth: true
                text: card.fitSentence === "" ? qsTr("Reading what it needs…") : card.fitSentence
                font.pixelSize: Theme.textSmall
            }
            Label {
                Layout.maximumWidth: layout.width / 2
                text: card.place
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
                elide: Text.ElideMiddle
                wrapMode: Text.NoWrap
            }
        }
        ErrorCard {
            Layout.fillWidth: true
            visible: card.loadState === "failed"
            text: card.loadError
            details: card.loadErrorDetails
            actionText: qsTr("Try again")
            onActionTriggered: card.loadRequested()
        }
        ErrorCard {
            Layout.fillWidth: true
            visible: !card.usable
            text: card.entryState === "missing" ? qsTr("The file is no longer at %1.").arg(card.place) : card.problem
            details: card.entryState === "missing" ? "" : card.problemDetails
            actionText: card.removable ? qsTr("Take off the list") : ""
            onActionTriggered: card.removeRequested()
        }
    }

    Menu {
        id: menu
        MenuItem {
            iconName: "copy"
            text: qsTr("Copy the path")
            onTriggered: card.copyPathRequested()
        }
        MenuItem {
            iconName: "trash"
            text: qsTr("Take off the list")
            enabled: card.removable
            onTriggered: card.removeRequested()
        }
    }
}
