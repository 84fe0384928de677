// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components
import Alcove.Shell

// What the person must hear, above the page.
ColumnLayout {
    id: notices

    required property NoticeModel model

    spacing: 0

    Repeater {
        model: notices.model

        ErrorCard {
            required property int index
            required text
            required details
            required actionText

            Layout.fillWidth: true
            Layout.margins: Theme.space12
            Layout.bottomMargin: 0
            tone: "warning"
            dismissible: true
            onDismissed: notices.model.dismiss(index)
            onActionTriggered: notices.model.act(index)
        }
    }
}
