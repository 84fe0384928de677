// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Settings

// Categories at the left, the settings of one of them at the right.
Item {
    id: page

    required property SettingsViewModel viewModel
    property int current: 0
    readonly property var category: viewModel.categories[current]

    function showCategory() {
        part.setSource(category.url, {
            "viewModel": page.viewModel,
            "category": category.id
        });
        scroll.contentY = 0;
    }

    onCategoryChanged: showCategory()

    Rectangle {
        id: side
        width: Math.min(Theme.sidebarWidth, page.width / 4 + Theme.space24)
        height: parent.height
        color: Theme.sidebar

        PageHeader {
            id: sideHeader
            width: parent.width
            title: qsTr("Settings")
        }
        ListView {
            id: categories
            anchors.fill: parent
            anchors.topMargin: sideHeader.height
            anchors.leftMargin: Theme.space12
            anchors.rightMargin: Theme.space12
            activeFocusOnTab: true
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            spacing: Theme.space4
            model: page.viewModel.categories
            currentIndex: page.current
            onCurrentIndexChanged: page.current = currentIndex
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Settings")

            delegate: ListRow {
                required property int index
                required property var modelData

                width: ListView.view.width
                focusPolicy: Qt.NoFocus
                text: modelData.title
                iconName: modelData.iconName
                selected: ListView.isCurrentItem
                Accessible.role: Accessible.ListItem
                onClicked: categories.currentIndex = index

                FocusRing {
                    visible: categories.activeFocus && parent.selected
                    inset: 0
                }
            }
        }
        Divider {
            vertical: true
            anchors.right: parent.right
            height: parent.height
        }
    }

    Flickable {
        id: scroll
        anchors.fill: parent
        anchors.leftMargin: side.width
        contentWidth: width
        contentHeight: body.implicitHeight + Theme.space32 * 2
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ScrollBar {}

        FocusScroll {
            flickable: scroll
        }
        ColumnLayout {
            id: body
            x: Math.max(Theme.space24, Math.round((scroll.width - width) / 2))
            y: Theme.space24
            width: Math.min(Theme.columnWidth, scroll.width - Theme.space24 * 2)
            spacing: Theme.space16

            Label {
                Layout.fillWidth: true
                text: page.category.title
                font.pixelSize: Theme.textTitle
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Loader {
                id: part
                Layout.fillWidth: true
                Component.onCompleted: page.showCategory()
            }
        }
    }
}
