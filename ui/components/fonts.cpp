// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "components/fonts.h"

#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>

// Static libraries lose resources that nobody names, and the macro wants the global namespace.
static void initialiseResources() {
  Q_INIT_RESOURCE(alcove_fonts);
  Q_INIT_RESOURCE(alcove_icons);
}

namespace alcove::ui {

namespace {
constexpr int kBodyPixels = 14;
}

void installFonts() {
  initialiseResources();
  for (const QString& face : QDir(QStringLiteral(":/fonts")).entryList()) {
    QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + face);
  }
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(kBodyPixels);
  QGuiApplication::setFont(font);
}

}  // namespace alcove::ui
