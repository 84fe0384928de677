// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A framed surface that groups what belongs together; its children lie inside the padding.
Rectangle {
    id: card

    default property alias content: inner.data
    property int padding: Theme.space16

    implicitHeight: inner.childrenRect.height + padding * 2
    radius: Theme.radiusCard
    color: Theme.surface
    border.width: Theme.hairline
    border.color: Theme.line

    Item {
        id: inner
        anchors.fill: parent
        anchors.margins: card.padding
    }
}
