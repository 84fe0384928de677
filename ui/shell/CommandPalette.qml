// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Shell

// Type to find an action, a chat or a model; arrows choose, Return does it.
T.Popup {
    id: palette

    required property PaletteModel model

    function activate(row) {
        close();
        model.activate(row);
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(parent.height / 8) : 0
    width: Math.min(Theme.paletteWidth, (parent ? parent.width : 0) - Theme.space32)
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.space8
    modal: true
    focus: true
    onAboutToShow: {
        field.clear();
        model.query = "";
        model.refresh();
        list.currentIndex = 0;
    }
    onOpened: field.forceActiveFocus(Qt.PopupFocusReason)

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }
    background: FloatingSurface {}

    contentItem: ColumnLayout {
        spacing: Theme.space8

        SearchField {
            id: field
            Layout.fillWidth: true
            placeholderText: qsTr("Find an action, a chat or a model")
            onTextEdited: {
                palette.model.query = text;
                list.currentIndex = 0;
            }
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onReturnPressed: palette.activate(list.currentIndex)
            Keys.onEnterPressed: palette.activate(list.currentIndex)
            Keys.onEscapePressed: palette.close()
        }
        ListView {
            id: list
            Layout.fillWidth: true
            implicitHeight: contentHeight
            model: palette.model
            interactive: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What was found")

            delegate: ListRow {
                required property int index
                required property string title
                required hint
                required iconName

                width: ListView.view.width
                text: title
                highlighted: ListView.isCurrentItem
                focusPolicy: Qt.NoFocus
                onClicked: palette.activate(index)
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.space8
            visible: list.count === 0
            text: qsTr("Nothing has that name.")
            color: Theme.secondary
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
