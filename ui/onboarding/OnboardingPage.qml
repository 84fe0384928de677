// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Onboarding

// The first run: what was found here, one recommended model, and two ways to begin.
Rectangle {
    id: page

    required property OnboardingViewModel viewModel
    readonly property bool hasModel: viewModel.modelName !== ""

    color: Theme.window

    Flickable {
        id: scroll
        anchors.fill: parent
        contentWidth: width
        contentHeight: Math.max(height, body.implicitHeight + Theme.space32 * 2)
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollBar {}

        ColumnLayout {
            id: body
            anchors.centerIn: parent
            width: Math.min(Theme.paletteWidth - Theme.space32 * 2, scroll.width - Theme.space32 * 2)
            spacing: Theme.space24

            Icon {
                name: "alcove"
                size: Theme.iconDisplay
                color: Theme.accent
            }
            ColumnLayout {
                spacing: Theme.space12
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Alcove runs open models on this computer.")
                    font.pixelSize: Theme.textDisplay
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }
                Label {
                    Layout.fillWidth: true
                    text: qsTr("Nothing you type leaves it.")
                    font.pixelSize: Theme.textLarge
                    color: Theme.secondary
                }
            }
            FoundHere {
                Layout.fillWidth: true
                iconName: page.viewModel.problem === "" ? "cpu" : "warning"
                title: qsTr("This machine")
                text: page.viewModel.problem !== "" ? page.viewModel.problem : page.viewModel.machine !== "" ? page.viewModel.machine : qsTr("Looking at what is here…")
            }
            FoundHere {
                Layout.fillWidth: true
                iconName: "models"
                title: page.hasModel ? page.viewModel.modelName : qsTr("No model is here yet")
                text: page.hasModel ? page.viewModel.modelReason : qsTr("Choose a model file in the GGUF format that you have, or add one later.")
                facts: page.viewModel.modelFacts
            }
            RowLayout {
                spacing: Theme.space12
                Button {
                    id: startButton
                    kind: "primary"
                    visible: page.hasModel
                    focus: visible
                    text: qsTr("Start")
                    onClicked: page.viewModel.start()
                }
                Button {
                    kind: page.hasModel ? "secondary" : "primary"
                    focus: !startButton.visible
                    text: qsTr("Use a file I have")
                    onClicked: dialog.open()
                }
                Button {
                    visible: !page.hasModel
                    kind: "quiet"
                    text: qsTr("Look around first")
                    onClicked: page.viewModel.skip()
                }
            }
        }
    }
    FileDialog {
        id: dialog
        title: qsTr("Model file")
        nameFilters: [qsTr("Models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: page.viewModel.startWith(selectedFile)
    }
}
