// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Shell

// The pages, as icons along the left edge.
Rectangle {
    id: rail

    required property PageModel pages

    implicitWidth: Theme.railWidth
    color: Theme.sidebar
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Pages")

    component Buttons: ColumnLayout {
        id: buttons

        property bool foot: false

        spacing: Theme.space4

        Repeater {
            model: rail.pages

            RailButton {
                required property string pageId
                required property string title
                required property string keysText
                required property bool atFoot
                required iconName

                Layout.alignment: Qt.AlignHCenter
                visible: atFoot === buttons.foot
                text: title
                shortcut: keysText
                current: Navigation.page === pageId
                onClicked: Navigation.goTo(pageId)
            }
        }
    }

    Buttons {
        anchors.top: parent.top
        anchors.topMargin: Theme.space8
        anchors.horizontalCenter: parent.horizontalCenter
    }
    Buttons {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space8
        anchors.horizontalCenter: parent.horizontalCenter
        foot: true
    }
    Divider {
        vertical: true
        anchors.right: parent.right
        height: parent.height
    }
}
