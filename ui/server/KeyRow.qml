// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// One key: whose it is and what it may do.
RowLayout {
    id: row

    required property string keyId
    required property string name
    required property string facts

    signal removeRequested

    spacing: Theme.space12

    ColumnLayout {
        spacing: Theme.space4
        Label {
            Layout.fillWidth: true
            text: row.name
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }
        Label {
            Layout.fillWidth: true
            text: row.facts
            color: Theme.secondary
            font.pixelSize: Theme.textSmall
        }
    }
    IconButton {
        iconName: "trash"
        text: qsTr("Remove the key %1").arg(row.name)
        onClicked: row.removeRequested()
    }
}
