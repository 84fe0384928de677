// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

// Asks before something that cannot be undone, or shows a sheet. Escape and a click outside close it.
T.Dialog {
    id: dialog

    property string text
    property string acceptText // empty: no button that accepts
    property string rejectText: qsTr("Cancel")
    property bool danger: false

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(Theme.dialogWidth, (parent ? parent.width : 0) - Theme.space32)
    implicitHeight: topPadding + bottomPadding + implicitContentHeight + implicitHeaderHeight + implicitFooterHeight
    padding: Theme.space24
    topPadding: Theme.space8
    modal: true
    focus: true

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    header: Label {
        visible: dialog.title !== ""
        leftPadding: Theme.space24
        rightPadding: Theme.space24
        topPadding: Theme.space24
        text: dialog.title
        font.pixelSize: Theme.textLarge
        font.weight: Font.DemiBold
    }
    contentItem: Label {
        text: dialog.text
        color: Theme.secondary
        lineHeight: Theme.lineHeightBody
    }
    footer: RowLayout {
        visible: dialog.acceptText !== "" || dialog.rejectText !== ""
        spacing: Theme.space8
        Item {
            Layout.fillWidth: true
        }
        Button {
            Layout.bottomMargin: Theme.space24
            Layout.rightMargin: accept.visible ? 0 : Theme.space24
            visible: text !== ""
            text: dialog.rejectText
            onClicked: dialog.reject()
        }
        Button {
            id: accept
            Layout.bottomMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            visible: text !== ""
            kind: dialog.danger ? "danger" : "primary"
            text: dialog.acceptText
            onClicked: dialog.accept()
        }
    }
    background: FloatingSurface {}
}
