// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <QGuiApplication>

// Tests that need a window: on no screen, drawn by the processor, with the packaged fonts.
int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_QUICK_BACKEND", "software");
  qputenv("QT_ACCESSIBILITY", "1");
  QGuiApplication application(argc, argv);
  QGuiApplication::setApplicationVersion(QStringLiteral("0.1.0"));
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
