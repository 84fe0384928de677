// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Shapes

// Something is happening and nobody knows how long. With reduced motion it is a still arc.
Item {
    id: spinner

    property int size: Theme.iconSmall
    property color color: Theme.accent

    implicitWidth: size
    implicitHeight: size
    Accessible.role: Accessible.Indicator
    Accessible.name: qsTr("Working")

    Shape {
        id: shape
        anchors.fill: parent
        ShapePath {
            strokeWidth: Theme.focusWidth
            strokeColor: spinner.color
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            PathAngleArc {
                centerX: spinner.size / 2
                centerY: spinner.size / 2
                radiusX: spinner.size / 2 - Theme.hairline
                radiusY: radiusX
                startAngle: 0
                sweepAngle: 270
            }
        }
        RotationAnimation on rotation {
            running: spinner.visible && !Theme.reducedMotion
            loops: Animation.Infinite
            from: 0
            to: 360
            duration: Theme.motionSpin
        }
    }
}
