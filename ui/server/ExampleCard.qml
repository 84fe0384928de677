// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Server

// How to call the server from elsewhere.
Card {
    id: card

    required property ServerViewModel viewModel
    property string current: "curl"
    readonly property string code: {
        for (const example of viewModel.examples)
            if (example.value === current)
                return example.code;
        return "";
    }

    implicitHeight: layout.implicitHeight + padding * 2

    ColumnLayout {
        id: layout
        width: parent.width
        spacing: Theme.space12

        RowLayout {
            spacing: Theme.space12
            Label {
                Layout.fillWidth: true
                text: qsTr("Use it from a program")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Segments {
                name: qsTr("Language of the example")
                choices: card.viewModel.examples
                value: card.current
                onChosen: value => card.current = value
            }
            IconButton {
                iconName: "copy"
                text: qsTr("Copy the example")
                onClicked: card.viewModel.copy(card.code, qsTr("Copied the example."))
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: edit.implicitHeight + Theme.space12 * 2
            radius: Theme.radius
            color: Theme.codeBackground
            LayoutMirroring.enabled: false
            LayoutMirroring.childrenInherit: true

            Flickable {
                id: flick
                anchors.fill: parent
                anchors.margins: Theme.space12
                contentWidth: edit.width
                contentHeight: height
                clip: true
                interactive: contentWidth > width
                flickableDirection: Flickable.HorizontalFlick
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.horizontal: ScrollBar {}

                TextEdit {
                    id: edit
                    width: Math.max(flick.width, implicitWidth)
                    text: card.code
                    readOnly: true
                    selectByMouse: true
                    color: Theme.text
                    selectionColor: Theme.selection
                    selectedTextColor: Theme.text
                    font.family: Theme.monoFamily
                    font.pixelSize: Theme.textSmall
                    Accessible.name: qsTr("Example")
                }
            }
        }
        Label {
            Layout.fillWidth: true
            text: qsTr("Both read the key from the environment variable ALCOVE_KEY. Programs for the OpenAI or the Anthropic interface work with this address and a key.")
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
}
