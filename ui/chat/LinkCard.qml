// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Alcove.Components

// Shows where a link leads before anything is opened.
Dialog {
    id: card

    property string address

    function show(link) {
        address = link;
        open();
    }

    title: qsTr("Open this address in your browser?")
    text: address
    acceptText: qsTr("Open in browser")
    onAccepted: Qt.openUrlExternally(address)
}
