// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A short fact about a thing: a block type, a licence, a state. `tone`: "neutral", "accent", "success", "warning", "danger".
Rectangle {
    id: badge

    property string text
    property string tone: "neutral"
    readonly property var tones: ({
            "neutral": [Theme.hover, Theme.secondary],
            "accent": [Theme.selection, Theme.accent],
            "success": [Theme.successSoft, Theme.success],
            "warning": [Theme.warningSoft, Theme.warning],
            "danger": [Theme.dangerSoft, Theme.danger]
        })

    implicitWidth: label.implicitWidth + Theme.space8 * 2
    implicitHeight: label.implicitHeight + Theme.space4
    radius: Theme.radius - Theme.focusWidth
    color: tones[tone][0]
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Text {
        id: label
        anchors.centerIn: parent
        text: badge.text
        color: badge.tones[badge.tone][1]
        font.family: Theme.fontFamily
        font.pixelSize: Theme.textSmall
        font.weight: Font.Medium
    }
}
