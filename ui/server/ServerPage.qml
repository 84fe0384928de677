// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Server

// The server for other programs: where it is, who may use it, and what it does now.
Item {
    id: page

    required property ServerViewModel viewModel
    readonly property bool running: viewModel.state === "running"

    onVisibleChanged: {
        if (viewModel) // gone while the window closes
            viewModel.setShown(visible);
    }
    Component.onCompleted: viewModel.setShown(visible)

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Server")

        Spinner {
            visible: page.viewModel.state === "starting" || page.viewModel.state === "stopping" || page.viewModel.state === "waiting"
        }
        Button {
            visible: !page.running
            kind: "primary"
            iconName: "play"
            text: qsTr("Start server")
            enabled: page.viewModel.state === "stopped" || page.viewModel.state === "failed"
            onClicked: page.viewModel.start()
        }
        Button {
            visible: page.running
            iconName: "stop"
            text: qsTr("Stop server")
            onClicked: page.viewModel.stop()
        }
    }
    Divider {
        y: header.height - height
        width: parent.width
    }

    Flickable {
        id: scroll
        anchors.fill: parent
        anchors.topMargin: header.height
        contentWidth: width
        contentHeight: body.implicitHeight + Theme.space24 * 2
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: ScrollBar {}

        FocusScroll {
            flickable: scroll
        }
        ColumnLayout {
            id: body
            x: Math.round((scroll.width - width) / 2)
            y: Theme.space24
            width: Math.min(Theme.columnWidth, scroll.width - Theme.space24 * 2)
            spacing: Theme.space16

            Label {
                Layout.fillWidth: true
                text: page.viewModel.stateText
                color: Theme.secondary
            }
            ErrorCard {
                Layout.fillWidth: true
                visible: page.viewModel.state === "failed"
                title: qsTr("The server did not start")
                text: page.viewModel.problem
                details: page.viewModel.problemDetails
                actionText: qsTr("Use a free port")
                onActionTriggered: page.viewModel.startOnFreePort()
            }
            AddressCard {
                Layout.fillWidth: true
                viewModel: page.viewModel
            }
            KeysCard {
                Layout.fillWidth: true
                viewModel: page.viewModel
            }
            RequestsCard {
                Layout.fillWidth: true
                viewModel: page.viewModel
            }
            CacheCard {
                Layout.fillWidth: true
                visible: page.viewModel.cacheCells.length > 0
                viewModel: page.viewModel
            }
            ExampleCard {
                Layout.fillWidth: true
                viewModel: page.viewModel
            }
        }
    }
}
