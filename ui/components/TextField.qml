// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

// A one-line input. `iconName` puts an icon before the text; `invalid` marks a value that cannot be used.
T.TextField {
    id: control

    property string iconName
    property bool invalid: false

    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.controlHeight
    leftPadding: iconName === "" ? Theme.space12 : Theme.space12 + Theme.iconSmall + Theme.space8
    rightPadding: Theme.space12
    color: enabled ? Theme.text : Theme.disabled
    placeholderTextColor: Theme.secondary
    selectionColor: Theme.selection
    selectedTextColor: Theme.text
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter
    font.family: Theme.fontFamily
    font.pixelSize: Theme.textBody
    Accessible.name: placeholderText

    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: control.activeFocus ? Theme.focusWidth : Theme.hairline
        border.color: control.invalid ? Theme.danger : control.activeFocus ? Theme.focus : control.enabled ? Theme.outline : Theme.line
    }

    Icon {
        x: Theme.space12
        anchors.verticalCenter: parent.verticalCenter
        visible: control.iconName !== ""
        name: control.iconName
        color: Theme.secondary
        size: Theme.iconSmall
    }

    Text {
        visible: control.length === 0 && control.preeditText === ""
        x: control.leftPadding
        width: control.width - control.leftPadding - control.rightPadding
        height: control.height
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
        text: control.placeholderText
        color: control.placeholderTextColor
        font: control.font
    }
}
