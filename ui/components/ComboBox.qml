// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T

// A choice among a few named values.
T.ComboBox {
    id: control

    property string name // for screen readers

    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space12
    rightPadding: Theme.space12 + Theme.iconSmall + Theme.space8
    font.family: Theme.fontFamily
    font.pixelSize: Theme.textBody
    Accessible.name: name
    Accessible.description: displayText

    contentItem: Text {
        text: control.displayText
        color: control.enabled ? Theme.text : Theme.disabled
        font: control.font
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }

    indicator: Icon {
        x: control.width - width - Theme.space12
        y: (control.height - height) / 2
        name: "chevron-down"
        color: Theme.secondary
        size: Theme.iconSmall
    }

    background: Rectangle {
        radius: Theme.radius
        color: control.down || control.hovered ? Theme.hover : Theme.surface
        border.width: control.visualFocus ? Theme.focusWidth : Theme.hairline
        border.color: control.visualFocus ? Theme.focus : Theme.outline
    }

    delegate: T.ItemDelegate {
        id: row

        required property var model
        required property int index

        width: ListView.view ? ListView.view.width : 0
        implicitHeight: Theme.rowHeight
        text: model[control.textRole] ?? model.modelData ?? ""
        highlighted: control.highlightedIndex === index
        hoverEnabled: control.hoverEnabled
        Accessible.name: text

        contentItem: Text {
            leftPadding: Theme.space12
            rightPadding: Theme.space12
            text: row.text
            color: Theme.text
            font.family: Theme.fontFamily
            font.pixelSize: Theme.textBody
            font.weight: control.currentIndex === row.index ? Font.DemiBold : Font.Normal
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
        }
        background: Rectangle {
            radius: Theme.radius
            color: row.highlighted ? Theme.hover : "transparent"
        }
    }

    popup: T.Popup {
        y: control.height + Theme.space4
        width: control.width
        implicitHeight: Math.min(contentItem.implicitHeight + topPadding + bottomPadding, Theme.rowHeight * 9)
        padding: Theme.space4
        margins: Theme.space8

        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            currentIndex: control.highlightedIndex
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ScrollBar {}
        }
        background: FloatingSurface {}
    }
}
