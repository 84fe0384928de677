// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Settings

NumberInput {
    required property SettingRow row

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
