// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Alcove.Components

// A number to type, with a slider where the range is one that a person can feel. With `zeroText`, 0 is shown as an
// empty field that says what it means.
RowLayout {
    id: input

    property string name
    property real value: 0
    property real from: 0
    property real to: 1
    property real step: 1
    property int decimals: 0
    property string zeroText
    property bool slider: false
    readonly property bool isZero: zeroText !== "" && value === 0

    signal chosen(real value)

    function shown() {
        return isZero ? "" : Number(value).toLocaleString(Qt.locale("C"), "f", decimals).replace(/,/g, "");
    }
    function take(text) {
        const number = text.trim() === "" && zeroText !== "" ? 0 : parseFloat(text.replace(",", "."));
        if (!isNaN(number))
            chosen(Math.max(from, Math.min(to, number)));
        field.text = Qt.binding(() => shown());
    }

    spacing: Theme.space12

    Slider {
        visible: input.slider
        implicitWidth: Theme.menuWidth - Theme.space32
        name: input.name
        valueText: field.text
        from: input.from
        to: input.to
        stepSize: input.step
        value: input.value
        onMoved: input.chosen(value)
    }
    TextField {
        id: field
        implicitWidth: input.slider ? Theme.space32 * 2 : Theme.menuWidth - Theme.space32
        horizontalAlignment: TextInput.AlignRight
        text: input.shown()
        placeholderText: input.zeroText
        Accessible.name: input.name
        Accessible.description: input.isZero ? input.zeroText : text
        onEditingFinished: input.take(text)
        Keys.onUpPressed: input.chosen(Math.min(input.to, input.value + input.step))
        Keys.onDownPressed: input.chosen(Math.max(input.from, input.value - input.step))
    }
}
