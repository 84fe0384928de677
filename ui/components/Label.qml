// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// Text in the theme's type. Wraps by default; set `elide` and `wrapMode` where one line is wanted.
Text {
    color: Theme.text
    linkColor: Theme.accent
    font.family: Theme.fontFamily
    font.pixelSize: Theme.textBody
    wrapMode: Text.Wrap
    lineHeight: wrapMode === Text.NoWrap ? 1 : Theme.lineHeightTight // one line stands level with the icon beside it
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
