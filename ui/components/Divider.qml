// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

Rectangle {
    property bool vertical: false

    implicitWidth: vertical ? Theme.hairline : Theme.space32
    implicitHeight: vertical ? Theme.space32 : Theme.hairline
    color: Theme.line
}
