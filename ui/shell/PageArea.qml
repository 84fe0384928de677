// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import Alcove.Components
import Alcove.Shell

// Shows the current page; pages stay alive once they were shown.
Item {
    id: area

    required property PageModel pages

    Repeater {
        model: area.pages

        Loader {
            id: loader

            required property int index
            required property string pageId
            required property url url
            readonly property bool current: Navigation.page === pageId

            function show() {
                if (current && status === Loader.Null)
                    setSource(url, {
                        "viewModel": area.pages.viewModel(index)
                    });
            }

            anchors.fill: parent
            visible: current
            focus: current
            onCurrentChanged: show()
            Component.onCompleted: show()
        }
    }
}
