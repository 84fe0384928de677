// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Alcove.Components
import Alcove.Shell

// The window: rail, chat list, page; and what floats over them.
T.ApplicationWindow {
    id: window

    required property ShellViewModel shell
    readonly property bool narrow: width < Theme.sidebarOverlayBelow

    width: 1280
    height: 800
    minimumWidth: 800
    minimumHeight: 600
    title: shell.title
    color: Theme.window

    Binding {
        target: Theme
        property: "scheme"
        value: window.shell.scheme
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.shell.textScale
    }
    Binding {
        target: Theme
        property: "reducedMotion"
        value: window.shell.reducedMotion
    }

    Instantiator {
        model: window.shell.actions
        delegate: Shortcut {
            required property string actionId
            required property bool rebindable

            enabled: rebindable && !window.shell.onboarding
            sequences: window.shell.actions.keys[actionId] ?? []
            context: Qt.ApplicationShortcut
            onActivated: window.shell.runAction(actionId)
        }
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0
        visible: !window.shell.onboarding

        Rail {
            Layout.fillHeight: true
            pages: window.shell.pages
        }
        Sidebar {
            id: sidebar
            Layout.fillHeight: true
            visible: !window.narrow && window.shell.hasChatList && window.shell.sidebarVisible
            shell: window.shell
        }
        ColumnLayout {
            spacing: 0

            Notices {
                Layout.fillWidth: true
                Layout.fillHeight: false
                model: window.shell.notices
            }
            PageArea {
                Layout.fillWidth: true
                Layout.fillHeight: true
                pages: window.shell.pages
            }
        }
    }

    SidebarDrawer {
        id: drawer
        shell: window.shell
        height: window.height
    }
    Loader {
        anchors.fill: parent
        active: window.shell.onboarding
        Component.onCompleted: if (active)
            setSource("qrc:/qt/qml/Alcove/Onboarding/OnboardingPage.qml", {
                "viewModel": window.shell.onboardingViewModel()
            })
    }
    DropTarget {
        anchors.fill: parent
        shell: window.shell
    }
    ToastArea {
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottomMargin: Theme.space24
        z: 1
    }
    CommandPalette {
        id: palette
        model: window.shell.palette
    }
    ShortcutSheet {
        id: shortcutSheet
        actions: window.shell.actions
    }

    Connections {
        target: Navigation
        function onPaletteRequested() {
            palette.open();
        }
        function onShortcutsRequested() {
            shortcutSheet.open();
        }
        function onChatOpened() {
            drawer.close();
        }
        function onPageChanged() {
            drawer.close();
        }
    }
    // When the pages are visible and can take the focus.
    Timer {
        id: focusLater
        interval: 0
        onTriggered: Navigation.openChat(0)
    }
    Connections {
        target: window.shell
        function onOnboardingChanged() {
            if (!window.shell.onboarding && Navigation.page === "chat")
                focusLater.start();
        }
        function onSearchRequested() {
            if (window.narrow)
                drawer.openSearch();
            else
                window.shell.sidebarVisible = true;
            sidebar.focusSearch();
        }
        function onSidebarToggleRequested() {
            if (!window.narrow)
                window.shell.sidebarVisible = !window.shell.sidebarVisible;
            else if (drawer.opened)
                drawer.close();
            else
                drawer.open();
        }
        function onQuitRequested() {
            window.close();
        }
    }
}
