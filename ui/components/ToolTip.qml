// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A short name for a control, with its shortcut; shown by the control that holds it.
T.ToolTip {
    id: tip

    property string shortcut
    property bool beside: false // at the right of the control, not under it

    x: !parent ? 0 : beside ? parent.width + Theme.space8 : Math.round((parent.width - width) / 2)
    y: !parent ? 0 : beside ? Math.round((parent.height - height) / 2) : parent.height + Theme.space4
    margins: Theme.space8
    padding: Theme.space8
    topPadding: Theme.space4
    bottomPadding: Theme.space4
    delay: Theme.tooltipDelay
    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    contentItem: Row {
        spacing: Theme.space8
        Text {
            text: tip.text
            color: Theme.inverseText
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textSmall
        }
        Text {
            visible: text !== ""
            text: tip.shortcut
            color: Theme.inverseText
            opacity: 0.7
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textSmall
        }
    }

    background: Rectangle {
        color: Theme.inverse
        radius: Theme.radius
    }
}
