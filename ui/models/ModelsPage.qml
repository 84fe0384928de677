// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Models

// The models of this machine and the starter catalogue.
Item {
    id: page

    required property ModelsViewModel viewModel
    readonly property bool empty: viewModel.session.models.count === 0

    PageHeader {
        id: header
        width: parent.width
        title: qsTr("Models")

        Spinner {
            visible: page.viewModel.scanning
        }
        Button {
            iconName: "file"
            text: qsTr("Add file")
            onClicked: fileDialog.open()
        }
        Button {
            iconName: "folder-add"
            text: qsTr("Add folder")
            onClicked: folderDialog.open()
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
            spacing: Theme.space12

            EmptyState {
                Layout.fillWidth: true
                Layout.topMargin: Theme.space32
                Layout.bottomMargin: Theme.space32
                visible: page.empty && !page.viewModel.scanning
                iconName: "models"
                title: qsTr("No models here yet")
                text: qsTr("Add a folder with GGUF files, or drop a file on this window. Files are used where they are.")
                actionText: qsTr("Add folder")
                linkText: qsTr("Add file")
                onActionTriggered: folderDialog.open()
                onLinkTriggered: fileDialog.open()
            }
            Label {
                Layout.fillWidth: true
                visible: !page.empty
                text: qsTr("On this machine, used where they are.") + " " + page.viewModel.machine
                color: Theme.secondary
            }
            Repeater {
                model: page.viewModel.session.models

                ModelCard {
                    Layout.fillWidth: true
                    onLoadRequested: page.viewModel.session.load(path)
                    onCancelRequested: page.viewModel.session.cancel()
                    onUnloadRequested: page.viewModel.session.unload()
                    onRemoveRequested: page.viewModel.removeFile(path)
                    onCopyPathRequested: page.viewModel.copyPath(path)
                }
            }
            Label {
                Layout.fillWidth: true
                Layout.topMargin: Theme.space16
                visible: page.viewModel.catalogue.length > 0
                text: qsTr("Starter models")
                font.pixelSize: Theme.textLarge
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Repeater {
                model: page.viewModel.catalogue

                CatalogueCard {
                    Layout.fillWidth: true
                }
            }
        }
    }

    FileDialog {
        id: fileDialog
        title: qsTr("Model file")
        nameFilters: [qsTr("Models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: page.viewModel.addFile(selectedFile)
    }
    FolderDialog {
        id: folderDialog
        title: qsTr("Folder with model files")
        onAccepted: page.viewModel.addFolder(selectedFolder)
    }
}
