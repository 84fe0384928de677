// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Models

// The loaded model with its device and the reason for it, and the other models of this machine.
T.Popup {
    id: popup

    required property ModelPickerViewModel viewModel

    function choose(path) {
        close();
        viewModel.load(path);
    }

    width: Theme.dialogWidth
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.space8
    margins: Theme.space8
    focus: true
    onOpened: list.forceActiveFocus(Qt.PopupFocusReason)
    background: FloatingSurface {}

    contentItem: ColumnLayout {
        spacing: Theme.space8

        ModelSessionCard {
            Layout.fillWidth: true
            visible: popup.viewModel.state !== "empty"
            viewModel: popup.viewModel
        }
        ListView {
            id: list
            Layout.fillWidth: true
            implicitHeight: Math.min(contentHeight, Theme.rowHeight * 8)
            clip: true
            activeFocusOnTab: count > 0
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            model: popup.viewModel.models
            T.ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Models on this machine")
            Keys.onReturnPressed: (currentItem as ListRow)?.click()
            Keys.onEnterPressed: (currentItem as ListRow)?.click()

            delegate: ListRow {
                required property string path
                required property string name
                required property string weightsType
                required property string entryState
                required property string loadState
                required property bool embedsOnly

                width: ListView.view.width
                focusPolicy: Qt.NoFocus
                enabled: !embedsOnly && entryState !== "damaged" && entryState !== "missing"
                text: name
                hint: enabled ? weightsType : embedsOnly ? qsTr("for embeddings") : qsTr("cannot be loaded")
                iconName: loadState === "ready" ? "check" : "models"
                selected: loadState !== ""
                highlighted: list.activeFocus && ListView.isCurrentItem
                onClicked: popup.choose(path)
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.margins: Theme.space12
            visible: list.count === 0
            text: qsTr("No model was found on this machine yet.")
            color: Theme.secondary
        }
        Divider {
            Layout.fillWidth: true
        }
        ListRow {
            Layout.fillWidth: true
            text: qsTr("Manage models")
            iconName: "settings"
            onClicked: {
                popup.close();
                Navigation.goTo("models");
            }
        }
    }
}
