// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Alcove.Components

// Shows the notices of Navigation at the foot of the window, newest last; each goes after a while.
ColumnLayout {
    id: area

    spacing: Theme.space8

    Repeater {
        model: Navigation.toasts

        Item {
            id: toast

            required property int toastId
            required property string text
            required property string actionText

            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Math.min(row.implicitWidth + Theme.space16 + Theme.space4, Theme.toastWidth)
            implicitHeight: Math.max(Theme.headerHeight - Theme.space8, label.implicitHeight + Theme.space24)
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text

            FloatingSurface {
                anchors.fill: parent
                color: Theme.inverse
            }
            RowLayout {
                id: row
                anchors.fill: parent
                anchors.leftMargin: Theme.space16
                anchors.rightMargin: Theme.space4
                spacing: Theme.space8

                Label {
                    id: label
                    Layout.fillWidth: true
                    Layout.rightMargin: Theme.space8
                    text: toast.text
                    color: Theme.inverseText
                }
                ToastButton {
                    visible: toast.actionText !== ""
                    text: toast.actionText
                    onClicked: Navigation.triggerToast(toast.toastId)
                }
                ToastButton {
                    iconName: "close"
                    text: qsTr("Dismiss")
                    onClicked: Navigation.dismissToast(toast.toastId)
                }
            }
            Timer {
                interval: Theme.toastTime
                running: true
                onTriggered: Navigation.dismissToast(toast.toastId)
            }
        }
    }
}
