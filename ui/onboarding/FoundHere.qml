// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One thing that was found on this machine, in words.
RowLayout {
    id: found

    property string iconName
    property string title
    property string text
    property string facts

    spacing: Theme.space16

    Rectangle {
        Layout.alignment: Qt.AlignTop
        implicitWidth: Theme.iconDisplay
        implicitHeight: Theme.iconDisplay
        radius: Theme.radiusCard
        color: Theme.selection
        Icon {
            anchors.centerIn: parent
            name: found.iconName
            color: Theme.accent
            size: Theme.iconLarge
        }
    }
    ColumnLayout {
        spacing: Theme.space4
        Label {
            Layout.fillWidth: true
            text: found.title
            font.weight: Font.DemiBold
        }
        Label {
            Layout.fillWidth: true
            text: found.text
            lineHeight: Theme.lineHeightBody
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: found.facts
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
}
