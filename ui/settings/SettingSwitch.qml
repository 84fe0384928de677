// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components
import Alcove.Settings

Switch {
    required property SettingRow row

    text: row.title
    checked: row.value
    onToggled: row.chosen(row.name, checked)
}
