// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Settings

// All shortcuts on one sheet.
Dialog {
    id: sheet

    required property ActionModel actions

    title: qsTr("Keyboard shortcuts")
    rejectText: qsTr("Close")
    height: Math.min(implicitHeight, (parent ? parent.height : 0) - Theme.space32 * 2)

    contentItem: ListView {
        id: list
        implicitHeight: contentHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: sheet.actions
        T.ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: sheet.title

        section.property: "group"
        section.delegate: Label {
            required property string section

            topPadding: Theme.space16
            bottomPadding: Theme.space4
            text: section
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
            font.weight: Font.Medium
        }
        delegate: RowLayout {
            id: line

            required property string title
            required property string keysText

            width: ListView.view.width - Theme.space12
            height: Theme.controlHeight

            Label {
                Layout.fillWidth: true
                text: line.title
            }
            KeyHint {
                text: line.keysText
            }
        }
    }
}
