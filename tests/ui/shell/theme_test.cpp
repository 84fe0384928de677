// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Contrast of the theme's colours: at least 4.5 to 1 for text, 3 to 1 for what a control is
// recognised by.
#include <QColor>
#include <QQmlComponent>
#include <QQmlEngine>
#include <cmath>

#include "ui/shell/window_fixture.h"

namespace alcove::ui {
namespace {

double channel(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
  return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
         0.0722 * channel(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
  const double one = luminance(a) + 0.05;
  const double other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

struct Pair {
  const char* front;
  const char* back;
  double least;
};

constexpr double kText = 4.5;
constexpr double kControl = 3.0;

constexpr Pair kPairs[] = {
    {"text", "window", kText},
    {"text", "surface", kText},
    {"text", "sidebar", kText},
    {"text", "hover", kText},
    {"text", "pressed", kText},
    {"text", "selection", kText},
    {"secondary", "window", kText},
    {"secondary", "surface", kText},
    {"secondary", "sidebar", kText},
    {"secondary", "hover", kText},
    {"secondary", "selection", kText},
    {"accent", "window", kText},
    {"accent", "surface", kText},
    {"accent", "selection", kText},
    {"accent", "hover", kText},
    {"accentText", "accent", kText},
    {"accentText", "accentHover", kText},
    {"danger", "surface", kText},
    {"danger", "dangerSoft", kText},
    {"text", "dangerSoft", kText},
    {"secondary", "dangerSoft", kText},
    {"warning", "surface", kText},
    {"warning", "warningSoft", kText},
    {"text", "warningSoft", kText},
    {"success", "surface", kText},
    {"success", "successSoft", kText},
    {"inverseText", "inverse", kText},
    {"inverseAccent", "inverse", kText},
    {"codeKeyword", "codeBackground", kText},
    {"codeString", "codeBackground", kText},
    {"codeNumber", "codeBackground", kText},
    {"codeComment", "codeBackground", kText},
    {"codeName", "codeBackground", kText},
    {"codeNumber", "surface", kControl},  // devices in the picture of a divided model
    {"codeName", "surface", kControl},
    {"outline", "window", kControl},
    {"outline", "surface", kControl},
    {"focus", "window", kControl},
    {"focus", "sidebar", kControl},
    {"focus", "surface", kControl},
    {"focus", "hover", kControl},
};

class Contrast : public WindowTest {};

TEST_F(Contrast, EveryPairOfTokensIsReadable) {
  open();
  auto* engine = qmlEngine(&quickWindow());
  ASSERT_NE(engine, nullptr);
  QQmlComponent component(engine);
  component.setData(
      "import QtQml; import Alcove.Components; QtObject { property var theme: Theme }",
      QUrl(QStringLiteral("qrc:/theme_test.qml")));
  const std::unique_ptr<QObject> holder(component.create());
  ASSERT_NE(holder, nullptr) << component.errorString().toStdString();
  auto* theme = holder->property("theme").value<QObject*>();
  ASSERT_NE(theme, nullptr);
  for (const char* scheme : {"light", "dark", "contrast"}) {
    theme->setProperty("scheme", QLatin1String(scheme));
    for (const Pair& pair : kPairs) {
      const auto front = theme->property(pair.front).value<QColor>();
      const auto back = theme->property(pair.back).value<QColor>();
      ASSERT_TRUE(front.isValid() && back.isValid()) << pair.front << " " << pair.back;
      EXPECT_GE(contrast(front, back), pair.least)
          << scheme << ": " << pair.front << " on " << pair.back;
    }
  }
}

}  // namespace
}  // namespace alcove::ui
