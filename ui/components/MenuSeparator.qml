// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T

T.MenuSeparator {
    implicitWidth: Theme.menuWidth
    implicitHeight: Theme.space8 + Theme.hairline
    padding: Theme.space4
    contentItem: Divider {}
}
