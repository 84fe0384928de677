// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Shell

// The chat list over the page, for narrow windows.
T.Drawer {
    id: drawer

    required property ShellViewModel shell

    function openSearch() {
        open();
        content.focusSearch();
    }

    edge: Qt.LeftEdge
    width: Theme.sidebarWidth
    modal: true
    focus: true
    interactive: opened
    padding: 0

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }
    enter: Transition {
        NumberAnimation {
            property: "position"
            to: 1
            duration: Theme.motion
            easing.type: Easing.OutQuad
        }
    }
    exit: Transition {
        NumberAnimation {
            property: "position"
            to: 0
            duration: Theme.motion
            easing.type: Easing.OutQuad
        }
    }

    Sidebar {
        id: content
        anchors.fill: parent
        shell: drawer.shell
    }
}
