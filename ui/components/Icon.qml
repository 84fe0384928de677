// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// One of our icons (resources/icons), tinted with `color`. Decoration only: the control that holds it carries the name.
Item {
    id: icon

    property string name
    property color color: Theme.text
    property int size: Theme.iconBody

    implicitWidth: size
    implicitHeight: size

    Image {
        anchors.fill: parent
        visible: icon.name !== ""
        source: icon.name === "" ? "" : "image://icon/" + icon.name + "/" + icon.color.toString().replace("#", "")
        sourceSize.width: icon.size * Screen.devicePixelRatio
        sourceSize.height: icon.size * Screen.devicePixelRatio
    }
}
