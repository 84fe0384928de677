// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Everything can be reached and is named: a walk through each page by Tab.
#include <QAccessible>
#include <QSet>
#include <QTest>

#include "components/navigation.h"
#include "shell/page_table.h"
#include "ui/shell/window_fixture.h"

namespace alcove::ui {
namespace {

class Keyboard : public WindowTest {
 protected:
  Keyboard() : WindowTest(Engine::Sample) {}

  static bool isControl(const QQuickItem* item) {
    return item->inherits("QQuickAbstractButton") || item->inherits("QQuickTextField") ||
           item->inherits("QQuickTextArea") || item->inherits("QQuickComboBox") ||
           item->inherits("QQuickSlider");
  }
  // A row of a list is reached by the arrows of its list, a segment by those of its group.
  static bool isReachedByArrows(const QQuickItem* item) {
    if (item->inherits("QQuickRadioButton")) {
      return true;
    }
    for (const QQuickItem* up = item->parentItem(); up != nullptr; up = up->parentItem()) {
      if (up->inherits("QQuickListView") && up->activeFocusOnTab()) {
        return true;
      }
    }
    return false;
  }

  // Presses Tab until the focus comes back to where it was; every stop has to have a name and a
  // role.
  QSet<const QQuickItem*> walk(const QString& page) {
    constexpr int kMostStops = 200;
    QSet<const QQuickItem*> visited;
    press(Qt::Key_Tab);
    for (int stop = 0; stop < kMostStops; ++stop) {
      QQuickItem* item = quickWindow().activeFocusItem();
      if (item == nullptr || visited.contains(item)) {
        return visited;
      }
      visited.insert(item);
      QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
      EXPECT_NE(accessible, nullptr)
          << page.toStdString() << ": " << item->metaObject()->className();
      EXPECT_FALSE(accessibleName(item).isEmpty())
          << page.toStdString() << ": a " << item->metaObject()->className() << " has no name";
      if (accessible != nullptr) {
        EXPECT_NE(accessible->role(), QAccessible::NoRole)
            << page.toStdString() << ": " << accessibleName(item).toStdString() << " has no role";
      }
      QTest::keyClick(&quickWindow(), Qt::Key_Tab);
    }
    ADD_FAILURE() << page.toStdString() << ": the walk by Tab never came back";
    return visited;
  }

  void checkPage(const QString& page) {
    const QSet<const QQuickItem*> visited = walk(page);
    EXPECT_GE(visited.size(), 2) << page.toStdString();
    for (QQuickItem* item : items()) {
      if (!isShown(item) || !item->isEnabled() || !isControl(item)) {
        continue;
      }
      EXPECT_FALSE(accessibleName(item).isEmpty())
          << page.toStdString() << ": a " << item->metaObject()->className() << " has no name";
      const bool insideField = item->parentItem()->inherits("QQuickTextField");
      EXPECT_TRUE(visited.contains(item) || isReachedByArrows(item) || insideField)
          << page.toStdString() << ": Tab never reaches " << accessibleName(item).toStdString();
    }
  }
};

TEST_F(Keyboard, EveryPageIsWalkedByTab) {
  finishOnboarding();
  addChats();
  addModels();
  open();
  for (const Page& page : pageTable()) {
    window->navigation().goTo(QLatin1String(page.id));
    settle(300);
    checkPage(QLatin1String(page.id));
  }
}

TEST_F(Keyboard, EverySettingsCategoryIsWalkedByTab) {
  finishOnboarding();
  open();
  window->navigation().goTo(QStringLiteral("settings"));
  for (const char* category :
       {"Answers", "Engine", "Model folders", "Keyboard shortcuts", "About"}) {
    click(QString::fromLatin1(category));
    checkPage(QStringLiteral("settings, ") + QLatin1String(category));
  }
}

TEST_F(Keyboard, FirstRunIsWalkedByTab) {
  open();
  settle(300);
  checkPage(QStringLiteral("first run"));
}

TEST_F(Keyboard, PagesHaveShortcuts) {
  finishOnboarding();
  open();
  press(Qt::Key_Comma, Qt::ControlModifier);
  EXPECT_EQ(window->navigation().page().toStdString(), "settings");
  press(Qt::Key_2, Qt::ControlModifier);
  EXPECT_EQ(window->navigation().page().toStdString(), "models");
}

TEST_F(Keyboard, PaletteFindsAndDoes) {
  finishOnboarding();
  open();
  window->navigation().goTo(QStringLiteral("settings"));
  settle();
  press(Qt::Key_K, Qt::ControlModifier);
  type(QStringLiteral("go models"));
  press(Qt::Key_Return);
  EXPECT_EQ(window->navigation().page().toStdString(), "models");
}

}  // namespace
}  // namespace alcove::ui
