// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Models

// Says in a page's header which model is loaded and where it runs; opens the list of the others (Ctrl+L).
T.Button {
    id: picker

    required property ModelPickerViewModel viewModel
    readonly property string modelState: viewModel.state
    readonly property color tone: modelState === "ready" ? Theme.success : modelState === "failed" ? Theme.danger : Theme.secondary

    implicitHeight: Theme.controlHeight
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: Theme.space12
    rightPadding: Theme.space12
    Accessible.name: qsTr("Model: %1").arg(viewModel.modelName === "" ? viewModel.status : viewModel.modelName)
    Accessible.description: viewModel.status
    Accessible.role: Accessible.ButtonMenu
    onClicked: popup.open()

    contentItem: RowLayout {
        spacing: Theme.space8

        Label {
            Layout.fillWidth: true
            text: picker.viewModel.modelName === "" ? qsTr("Choose a model") : picker.viewModel.modelName
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Icon {
            name: "chevron-down"
            color: Theme.secondary
            size: Theme.iconSmall
        }
        Spinner {
            visible: picker.modelState === "loading" || picker.modelState === "waiting"
        }
        Rectangle {
            visible: picker.modelState === "ready" || picker.modelState === "failed"
            implicitWidth: Theme.space8
            implicitHeight: Theme.space8
            radius: Theme.space4
            color: picker.tone
        }
        Label {
            visible: picker.modelState !== "empty"
            text: picker.viewModel.status
            color: picker.modelState === "failed" ? Theme.danger : Theme.secondary
            font.pixelSize: Theme.textSmall
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: picker.down || popup.opened ? Theme.pressed : picker.hovered ? Theme.hover : "transparent"
        FocusRing {
            visible: picker.visualFocus
            inset: 0
        }
    }

    ModelPickerPopup {
        id: popup
        y: picker.height + Theme.space4
        viewModel: picker.viewModel
    }
    Connections {
        target: Navigation
        enabled: picker.visible
        function onModelPickerRequested() {
            popup.open();
        }
    }
}
