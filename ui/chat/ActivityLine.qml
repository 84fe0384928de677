// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// What is going on until the next words come.
Row {
    id: line

    property string text

    spacing: Theme.space8

    Spinner {
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: line.text
        color: Theme.secondary
        font.pixelSize: Theme.textSmall
    }
}
