// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A multi-line input that scrolls inside its frame. Tab leaves it.
Rectangle {
    id: frame

    property alias text: area.text
    property alias placeholderText: area.placeholderText
    property alias area: area
    property string name: placeholderText

    signal edited

    implicitWidth: Theme.columnWidth / 2
    implicitHeight: Theme.controlHeight * 3
    radius: Theme.radius
    color: Theme.surface
    border.width: area.activeFocus ? Theme.focusWidth : Theme.hairline
    border.color: area.activeFocus ? Theme.focus : Theme.outline

    Flickable {
        id: flick
        anchors.fill: parent
        anchors.margins: Theme.focusWidth
        clip: true
        contentWidth: width
        contentHeight: area.height
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollBar {}

        T.TextArea {
            id: area
            width: flick.width
            height: Math.max(implicitHeight, flick.height)
            implicitHeight: contentHeight + topPadding + bottomPadding
            padding: Theme.space8
            leftPadding: Theme.space12
            rightPadding: Theme.space12
            wrapMode: TextEdit.Wrap
            color: Theme.text
            selectionColor: Theme.selection
            selectedTextColor: Theme.text
            selectByMouse: true
            placeholderTextColor: Theme.secondary
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textBody
            // Tab moves on; it is no letter here.
            Keys.onTabPressed: nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Accessible.name: frame.name
            onTextChanged: if (activeFocus)
                frame.edited()
            onCursorRectangleChanged: flick.contentY = Math.max(Math.min(flick.contentY, cursorRectangle.y), cursorRectangle.y + cursorRectangle.height + bottomPadding - flick.height)

            Text {
                visible: area.length === 0
                x: area.leftPadding
                y: area.topPadding
                width: area.width - area.leftPadding - area.rightPadding
                wrapMode: Text.Wrap
                text: area.placeholderText
                color: area.placeholderTextColor
                font: area.font
            }
        }
    }
}
