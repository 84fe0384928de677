// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

// The bar on top of a page: its title, and at the end whatever stands inside.
Item {
    id: header

    property string title
    default property alias content: trailing.data

    implicitHeight: Theme.headerHeight

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space24
        anchors.rightMargin: Theme.space16
        spacing: Theme.space12

        Label {
            Layout.fillWidth: true
            visible: header.title !== ""
            text: header.title
            font.pixelSize: Theme.textTitle
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
        }
        RowLayout {
            id: trailing
            spacing: Theme.space8
        }
    }
}
