// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The visible focus of a control: a ring just outside `target`, its parent by default.
Rectangle {
    property Item target: parent
    property real inset: -Theme.focusWidth - Theme.hairline

    anchors.fill: parent
    anchors.margins: inset
    radius: Theme.radius - inset
    color: "transparent"
    border.width: Theme.focusWidth
    border.color: Theme.focus
}
