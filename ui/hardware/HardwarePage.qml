// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Hardware

// What this computer has for models, what runs on it now, and how a model is divided between its devices.
Item {
    id: page

    required property HardwareViewModel viewModel
    readonly property bool shown: viewModel.state === "shown"

    onVisibleChanged: {
        if (viewModel) // gone while the window closes
            viewModel.setShown(visible);
    }
    Component.onCompleted: viewModel.setShown(visible)

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Hardware")

        Spinner {
            visible: page.viewModel.state === "waiting"
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
                visible: page.viewModel.state === "waiting"
                text: page.viewModel.stateText
                color: Theme.secondary
            }
            ErrorCard {
                Layout.fillWidth: true
                visible: page.viewModel.state === "failed"
                title: qsTr("The devices could not be read")
                text: page.viewModel.problem
                details: page.viewModel.problemDetails
                actionText: qsTr("Try again")
                onActionTriggered: page.viewModel.retry()
            }
            ErrorCard {
                Layout.fillWidth: true
                visible: page.shown && title !== ""
                tone: "warning"
                title: page.viewModel.fallbackTitle
                text: page.viewModel.fallbackText
                actionText: qsTr("Load again")
                onActionTriggered: page.viewModel.loadAgain()
            }
            NowCard {
                Layout.fillWidth: true
                visible: page.shown
                viewModel: page.viewModel
            }
            Label {
                Layout.fillWidth: true
                Layout.topMargin: Theme.space8
                visible: page.shown
                text: qsTr("Devices")
                font.pixelSize: Theme.textLarge
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Repeater {
                model: page.viewModel.devices

                DeviceCard {
                    Layout.fillWidth: true
                    visible: page.shown
                }
            }
            Label {
                Layout.fillWidth: true
                Layout.topMargin: Theme.space8
                visible: page.shown
                text: qsTr("How a model is divided")
                font.pixelSize: Theme.textLarge
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            DivisionCard {
                Layout.fillWidth: true
                visible: page.shown
                viewModel: page.viewModel.division
            }
        }
    }
}
