// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// Keeps the control that has the keyboard in view inside `flickable`.
QtObject {
    id: keeper

    required property Flickable flickable
    readonly property Item focused: flickable.Window.activeFocusItem

    function isInside(item) {
        for (let up = item; up; up = up.parent) {
            if (up === flickable.contentItem)
                return true;
        }
        return false;
    }
    function bringIntoView() {
        if (!focused || !isInside(focused))
            return;
        const top = focused.mapToItem(flickable.contentItem, 0, 0).y - Theme.space24;
        const bottom = top + focused.height + Theme.space24 * 2;
        const lowest = Math.max(0, flickable.contentHeight - flickable.height);
        if (top < flickable.contentY)
            flickable.contentY = Math.max(0, top);
        else if (bottom > flickable.contentY + flickable.height)
            flickable.contentY = Math.min(lowest, bottom - flickable.height);
    }

    onFocusedChanged: bringIntoView()
}
