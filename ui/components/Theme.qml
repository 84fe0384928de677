// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma Singleton

import QtQuick

// The design tokens: the only place with literal colours, sizes and durations.
// The window sets `scheme`, `textScale` and `reducedMotion`; everything else follows.
QtObject {
    id: theme

    property string scheme: "light" // "light", "dark" or "contrast"
    property real textScale: 1.0 // the person's text size; 1 is 14 px body text
    property bool reducedMotion: false
    property string fontFamily: "Inter"
    property string monoFamily: "JetBrains Mono"

    readonly property bool isDark: scheme !== "light"

    readonly property var palettes: ({
            "light": {
                "window": "#FBFAF8", "surface": "#FFFFFF", "sidebar": "#F4F2EE",
                "text": "#201F1C", "secondary": "#68645B", "disabled": "#A8A398",
                "line": "#E5E1D9", "outline": "#8E897D", "hover": "#EEEBE5", "pressed": "#E4E0D8", "selection": "#DCEBE5",
                "accent": "#23695A", "accentHover": "#1C574A", "accentText": "#FFFFFF",
                "danger": "#B3261E", "warning": "#8A5A00", "success": "#2E7D32",
                "dangerSoft": "#FBEDEB", "warningSoft": "#FAF1DF", "successSoft": "#E9F3E8",
                "codeBackground": "#F6F4F0", "codeKeyword": "#8A3B12", "codeString": "#2E6B34",
                "codeNumber": "#23598A", "codeComment": "#6E695F", "codeName": "#6A3E8C",
                "inverse": "#2B2A26", "inverseText": "#F6F4F0", "inverseAccent": "#8FD6BF",
                "shadow": "#1A201F1C", "scrim": "#66201F1C"
            },
            "dark": {
                "window": "#171715", "surface": "#1F1F1C", "sidebar": "#1B1B18",
                "text": "#ECEAE4", "secondary": "#A8A397", "disabled": "#6A665D",
                "line": "#34322D", "outline": "#757168", "hover": "#2A2925", "pressed": "#34332E", "selection": "#203D36",
                "accent": "#74C4AB", "accentHover": "#8AD2BC", "accentText": "#10221D",
                "danger": "#F2857D", "warning": "#E0B252", "success": "#86CF8A",
                "dangerSoft": "#38211F", "warningSoft": "#332A17", "successSoft": "#1E2E20",
                "codeBackground": "#242420", "codeKeyword": "#E6A06E", "codeString": "#9CCB8B",
                "codeNumber": "#8DBBE8", "codeComment": "#9A9588", "codeName": "#C7A5E6",
                "inverse": "#ECEAE4", "inverseText": "#201F1C", "inverseAccent": "#1C574A",
                "shadow": "#66000000", "scrim": "#99000000"
            },
            "contrast": {
                "window": "#000000", "surface": "#000000", "sidebar": "#000000",
                "text": "#FFFFFF", "secondary": "#E6E6E6", "disabled": "#A0A0A0",
                "line": "#9A9A9A", "outline": "#FFFFFF", "hover": "#2B2B2B", "pressed": "#444444", "selection": "#00463A",
                "accent": "#7CF0CF", "accentHover": "#B5FFE9", "accentText": "#000000",
                "danger": "#FF9C94", "warning": "#FFD166", "success": "#9BF0A0",
                "dangerSoft": "#2A0705", "warningSoft": "#241A00", "successSoft": "#04210A",
                "codeBackground": "#141414", "codeKeyword": "#FFBE8F", "codeString": "#B4F0A0",
                "codeNumber": "#A8D4FF", "codeComment": "#CFCFCF", "codeName": "#E0C4FF",
                "inverse": "#FFFFFF", "inverseText": "#000000", "inverseAccent": "#005A46",
                "shadow": "#00000000", "scrim": "#B3000000"
            }
        })
    readonly property var palette: palettes[scheme]

    readonly property color window: palette.window
    readonly property color surface: palette.surface
    readonly property color sidebar: palette.sidebar
    readonly property color text: palette.text
    readonly property color secondary: palette.secondary
    readonly property color disabled: palette.disabled
    readonly property color line: palette.line // separators and the edges of cards
    readonly property color outline: palette.outline // edges by which a control is recognised (3:1)
    readonly property color hover: palette.hover
    readonly property color pressed: palette.pressed
    readonly property color selection: palette.selection
    readonly property color accent: palette.accent
    readonly property color accentHover: palette.accentHover
    readonly property color accentText: palette.accentText
    readonly property color danger: palette.danger
    readonly property color warning: palette.warning
    readonly property color success: palette.success
    readonly property color dangerSoft: palette.dangerSoft
    readonly property color warningSoft: palette.warningSoft
    readonly property color successSoft: palette.successSoft
    readonly property color codeBackground: palette.codeBackground
    readonly property color codeKeyword: palette.codeKeyword
    readonly property color codeString: palette.codeString
    readonly property color codeNumber: palette.codeNumber
    readonly property color codeComment: palette.codeComment
    readonly property color codeName: palette.codeName
    readonly property color inverse: palette.inverse // toasts and tooltips
    readonly property color inverseText: palette.inverseText
    readonly property color inverseAccent: palette.inverseAccent
    readonly property color shadow: palette.shadow
    readonly property color scrim: palette.scrim
    readonly property color focus: palette.accent

    // Kinds of blocks in the picture of the KV cache.
    readonly property var cacheColors: ({
            "used": palette.accent,
            "shared": palette.codeName,
            "cached": palette.codeNumber,
            "spilled": palette.warning,
            "free": palette.line
        })
    function cacheColor(kind) {
        return cacheColors[kind] ?? palette.line;
    }

    // Devices in the picture of a divided model: the processor, then cards. Below 0: read from the file.
    readonly property var deviceColors: [palette.codeNumber, palette.accent, palette.codeName]
    function deviceColor(place) {
        return place < 0 ? palette.warning : deviceColors[place % deviceColors.length];
    }

    readonly property int space4: 4
    readonly property int space8: 8
    readonly property int space12: 12
    readonly property int space16: 16
    readonly property int space24: 24
    readonly property int space32: 32

    readonly property int radius: 6 // controls
    readonly property int radiusCard: 10 // cards, composer, dialogs
    readonly property int hairline: 1
    readonly property int focusWidth: 2

    readonly property int textSmall: Math.round(12 * textScale)
    readonly property int textBody: Math.round(14 * textScale)
    readonly property int textLarge: Math.round(16 * textScale)
    readonly property int textTitle: Math.round(20 * textScale)
    readonly property int textDisplay: Math.round(28 * textScale)
    readonly property real lineHeightBody: 1.5
    readonly property real lineHeightTight: 1.3

    readonly property int iconSmall: 16
    readonly property int iconBody: 18
    readonly property int iconLarge: 20
    readonly property int iconDisplay: 40

    readonly property int controlHeight: Math.round(34 * Math.max(1, textScale))
    readonly property int controlHeightSmall: Math.round(28 * Math.max(1, textScale))
    readonly property int rowHeight: Math.round(36 * Math.max(1, textScale))
    readonly property int headerHeight: Math.round(52 * Math.max(1, textScale))
    readonly property int railWidth: 56
    readonly property int sidebarWidth: 264
    readonly property int panelWidth: 380
    readonly property int columnWidth: 760 // the text column of a page
    readonly property int dialogWidth: 440
    readonly property int paletteWidth: 600
    readonly property int toastWidth: 420
    readonly property int menuWidth: 200
    readonly property int stripLabelWidth: Math.round(64 * Math.max(1, textScale))
    readonly property int sidebarOverlayBelow: 1000 // window widths under which these float
    readonly property int panelOverlayBelow: 900

    readonly property int motion: reducedMotion ? 0 : 120
    readonly property int motionSpin: 900 // one turn of a spinner
    readonly property int tooltipDelay: 500
    readonly property int toastTime: 10000
}
