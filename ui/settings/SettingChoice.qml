// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Settings

// Side by side while they are few and short, else a list that opens.
Item {
    id: choice

    required property SettingRow row
    readonly property bool listed: row.choices.length > 4 || row.choices.some(option => option.text.length > 16)

    implicitWidth: listed ? Theme.menuWidth : segments.implicitWidth
    implicitHeight: listed ? list.implicitHeight : segments.implicitHeight

    Segments {
        id: segments
        visible: !choice.listed
        name: choice.row.title
        choices: choice.row.choices
        value: choice.row.value
        onChosen: value => choice.row.chosen(choice.row.name, value)
    }
    ComboBox {
        id: list
        visible: choice.listed
        width: parent.width
        name: choice.row.title
        model: choice.row.choices
        textRole: "text"
        valueRole: "value"
        currentIndex: choice.row.choices.findIndex(option => option.value === choice.row.value)
        onActivated: index => choice.row.chosen(choice.row.name, choice.row.choices[index].value)
    }
}
