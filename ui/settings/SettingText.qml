// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Settings

TextArea {
    required property SettingRow row

    name: row.title
    placeholderText: qsTr("For example: answer in short sentences.")
    Component.onCompleted: text = row.value
    onEdited: row.chosen(row.name, text)
}
