// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Hardware

// How a model lies on the devices, why, and another division to try.
Card {
    id: card

    required property DivisionViewModel viewModel
    readonly property bool shown: viewModel.state === "shown"

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space16

        EmptyState {
            Layout.fillWidth: true
            visible: card.viewModel.state === "none"
            iconName: "models"
            title: qsTr("No model to divide yet")
            text: qsTr("Add a model file to see how it would lie on your devices.")
            actionText: qsTr("Go to Models")
            onActionTriggered: Navigation.goTo("models")
        }
        DivisionChoices {
            Layout.fillWidth: true
            visible: card.viewModel.state !== "none"
            viewModel: card.viewModel
        }
        ErrorCard {
            Layout.fillWidth: true
            visible: card.viewModel.state === "failed"
            title: qsTr("This cannot be planned")
            text: card.viewModel.problem
            details: card.viewModel.problemDetails
            actionText: qsTr("Try again")
            onActionTriggered: card.viewModel.retry()
        }
        Label {
            Layout.fillWidth: true
            visible: card.viewModel.state === "waiting"
            text: qsTr("Reading the model…")
            color: Theme.secondary
        }
        DivisionPicture {
            Layout.fillWidth: true
            visible: card.shown
            viewModel: card.viewModel
        }
        Repeater {
            model: card.viewModel.shares

            ShareRow {
                Layout.fillWidth: true
                visible: card.shown
                onBudgetChosen: bytes => card.viewModel.setBudget(key, bytes)
                onAutomaticChosen: card.viewModel.clearBudget(key)
            }
        }
        RowLayout {
            visible: card.shown && (card.viewModel.divided || card.viewModel.cacheOnProcessor)
            spacing: Theme.space12

            ColumnLayout {
                spacing: Theme.space4

                Label {
                    Layout.fillWidth: true
                    text: qsTr("Keep the KV cache in the processor's memory")
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Leaves room for more layers on the card. Long answers take longer.")
                    color: Theme.secondary
                    font.pixelSize: Theme.textSmall
                }
            }
            Switch {
                text: qsTr("Keep the KV cache with the processor")
                checked: card.viewModel.cacheOnProcessor
                onToggled: card.viewModel.cacheOnProcessor = checked
            }
        }
        Divider {
            Layout.fillWidth: true
            visible: card.shown
        }
        // Below what is moved, because its length changes with it.
        ColumnLayout {
            visible: card.shown
            spacing: Theme.space4

            Repeater {
                model: card.viewModel.reasons

                Label {
                    required property string modelData

                    Layout.fillWidth: true
                    text: modelData
                    color: card.viewModel.fits ? Theme.text : Theme.danger
                }
            }
            Repeater {
                model: card.viewModel.advice

                Label {
                    required property string modelData

                    Layout.fillWidth: true
                    text: modelData
                    color: Theme.secondary
                }
            }
        }
        Divider {
            Layout.fillWidth: true
            visible: card.viewModel.state !== "none"
        }
        Label {
            Layout.fillWidth: true
            visible: card.viewModel.state !== "none"
            text: card.viewModel.dirty ? qsTr("Not applied yet. The model goes on as it was loaded.") : qsTr("These limits hold for every model. Leave some of a card to the screen.")
            color: card.viewModel.dirty ? Theme.warning : Theme.secondary
            font.pixelSize: Theme.textSmall
        }
        Flow {
            Layout.fillWidth: true
            visible: card.viewModel.state !== "none"
            spacing: Theme.space8

            Button {
                kind: "primary"
                text: qsTr("Apply and load")
                enabled: card.viewModel.canApply
                onClicked: card.viewModel.apply()
            }
            Button {
                text: qsTr("Discard changes")
                enabled: card.viewModel.dirty
                onClicked: card.viewModel.revert()
            }
            Button {
                kind: "quiet"
                text: qsTr("Reset to automatic")
                enabled: !card.viewModel.automatic || card.viewModel.dirty
                onClicked: card.viewModel.reset()
            }
        }
    }
}
