// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound

import QtQuick
import Alcove.Components
import Alcove.Chat

// One block of a message where its lists and quotes put it.
Item {
    id: block

    required property int index
    required property string kind
    required property int headingLevel
    required property int indent
    required property int quoteDepth
    required property bool quoteContinues
    required property string marker
    required property string task
    required property string html
    required property string plain
    required property string language
    required property string languageName
    required property var table
    required property int gap
    required property bool rightToLeft
    required property int row
    required property ChatFind find
    required property BlockStyle blockStyle
    property real matchOffset: 0 // where find stands in the body; set by the body
    readonly property int gapAbove: gap * Theme.space4
    readonly property int quoteIndent: quoteDepth * Theme.space16
    readonly property int textIndent: quoteIndent + indent * Theme.space24
    readonly property string query: find.active ? find.query : ""
    readonly property int currentMatch: find.currentRow === row && find.currentBlock === index ? find.currentOccurrence : -1

    signal linkActivated(string address)
    signal menuRequested(TextEdit edit)
    signal copyRequested(string code)

    // Where find stands in this block, from its top.
    function matchY() {
        return body.y + matchOffset;
    }
    // While text streams in, a paragraph may turn out to be the head of a table.
    function show() {
        const files = {
            "code": "CodeBlock.qml",
            "table": "TableBlock.qml",
            "rule": "RuleBlock.qml"
        };
        matchOffset = 0;
        body.setSource(files[kind] ?? "TextBlock.qml", {
            "block": block
        });
    }

    implicitHeight: gapAbove + body.height
    onKindChanged: show()
    Component.onCompleted: show()
    LayoutMirroring.enabled: rightToLeft
    LayoutMirroring.childrenInherit: true

    Repeater {
        model: block.quoteDepth

        Rectangle {
            required property int index

            anchors.left: parent.left
            anchors.leftMargin: index * Theme.space16
            y: block.quoteContinues ? 0 : block.gapAbove
            width: Theme.focusWidth
            height: block.height - y
            color: Theme.line
        }
    }
    Label {
        anchors.right: body.left
        anchors.rightMargin: Theme.space8
        y: block.gapAbove
        visible: block.marker !== ""
        text: block.marker
        color: Theme.secondary
        wrapMode: Text.NoWrap
        lineHeight: Theme.lineHeightBody
        Accessible.ignored: true
    }
    TaskBox {
        anchors.right: body.left
        anchors.rightMargin: Theme.space8
        y: block.gapAbove + Theme.focusWidth
        visible: block.task !== ""
        done: block.task === "done"
    }
    Loader {
        id: body
        anchors.left: parent.left
        anchors.leftMargin: block.textIndent
        anchors.right: parent.right
        y: block.gapAbove
    }
}
