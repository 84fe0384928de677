// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One setting: its words at the left, its control at the right; a text below.
Item {
    id: row

    required property string name
    required property string kind
    required property string title
    required property string description
    required property var value
    required property real from
    required property real to
    required property real step
    required property int decimals
    required property string zeroText
    required property bool slider
    required property var choices
    property bool first: false
    readonly property bool wide: kind === "text"

    signal chosen(string name, var value)

    implicitHeight: layout.implicitHeight + Theme.space16 * 2

    Divider {
        visible: !row.first
        x: Theme.space16
        width: parent.width - Theme.space16 * 2
    }
    GridLayout {
        id: layout
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.space16
        columns: row.wide ? 1 : 2
        columnSpacing: Theme.space24
        rowSpacing: Theme.space8

        ColumnLayout {
            spacing: Theme.space4
            Label {
                Layout.fillWidth: true
                text: row.title
                font.weight: Font.Medium
            }
            Label {
                Layout.fillWidth: true
                text: row.description
                color: Theme.secondary
                font.pixelSize: Theme.textSmall
            }
        }
        Loader {
            Layout.fillWidth: row.wide
            Layout.alignment: Qt.AlignRight | Qt.AlignVCenter
            sourceComponent: {
                switch (row.kind) {
                case "switch":
                    return switchControl;
                case "choice":
                    return row.choices.length > 4 || row.name === "device" || row.name === "contextPolicy" ? comboControl : segmentsControl;
                case "text":
                    return textControl;
                default:
                    return numberControl;
                }
            }
        }
    }

    Component {
        id: switchControl
        Switch {
            text: row.title
            checked: row.value
            onToggled: row.chosen(row.name, checked)
        }
    }
    Component {
        id: segmentsControl
        Segments {
            name: row.title
            choices: row.choices
            value: row.value
            onChosen: value => row.chosen(row.name, value)
        }
    }
    Component {
        id: comboControl
        ComboBox {
            width: Theme.menuWidth
            name: row.title
            model: row.choices
            textRole: "text"
            valueRole: "value"
            currentIndex: row.choices.findIndex(choice => choice.value === row.value)
            onActivated: index => row.chosen(row.name, row.choices[index].value)
        }
    }
    Component {
        id: numberControl
        NumberInput {
            name: row.title
            value: row.value
            from: row.from
            to: row.to
            step: row.step
            decimals: row.decimals
            zeroText: row.zeroText
            slider: row.slider
            onChosen: value => row.chosen(row.name, value)
        }
    }
    Component {
        id: textControl
        TextArea {
            name: row.title
            placeholderText: qsTr("For example: answer in short sentences.")
            Component.onCompleted: text = row.value
            onEdited: row.chosen(row.name, text)
        }
    }
}
