// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Alcove.Components
import Alcove.Settings

// The folders whose model files are listed.
ColumnLayout {
    id: part

    required property SettingsViewModel viewModel
    required property string category

    spacing: Theme.space16

    Label {
        Layout.fillWidth: true
        text: qsTr("Alcove lists the GGUF files in these folders and uses them where they are. It never copies, changes or deletes them.")
        color: Theme.secondary
    }
    Card {
        Layout.fillWidth: true
        visible: part.viewModel.folders.length > 0
        padding: 0
        implicitHeight: rows.implicitHeight

        ColumnLayout {
            id: rows
            width: parent.width
            spacing: 0

            Repeater {
                model: part.viewModel.folders

                RowLayout {
                    id: line

                    required property string modelData

                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.space16
                    Layout.rightMargin: Theme.space8
                    Layout.preferredHeight: Theme.headerHeight
                    spacing: Theme.space12

                    Icon {
                        name: "folder"
                        color: Theme.secondary
                    }
                    Label {
                        Layout.fillWidth: true
                        text: line.modelData
                        elide: Text.ElideMiddle
                        wrapMode: Text.NoWrap
                    }
                    IconButton {
                        iconName: "close"
                        text: qsTr("Remove the folder %1").arg(line.modelData)
                        onClicked: part.viewModel.removeFolder(line.modelData)
                    }
                }
            }
        }
    }
    Button {
        iconName: "folder-add"
        text: qsTr("Add folder")
        onClicked: dialog.open()
    }
    FolderDialog {
        id: dialog
        title: qsTr("Folder with model files")
        onAccepted: part.viewModel.addFolder(selectedFolder)
    }
}
