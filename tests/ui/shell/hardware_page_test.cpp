// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The hardware page over an engine that has a graphics card: what is shown, moved, applied and
// undone.
#include <QTest>

#include "client/model_session.h"
#include "components/navigation.h"
#include "hardware/hardware_session.h"
#include "library/model_library.h"
#include "settings/settings.h"
#include "ui/shell/window_fixture.h"

namespace alcove::ui {
namespace {

constexpr const char* kBudgetKey = "cuda:NVIDIA GeForce RTX 3070 Ti";
constexpr const char* kSlider = "How much memory of NVIDIA GeForce RTX 3070 Ti models may use";

class HardwarePage : public WindowTest {
 protected:
  HardwarePage() : WindowTest(Engine::Sample) { finishOnboarding(); }
  ~HardwarePage() override { qunsetenv("ALCOVE_SAMPLE"); }

  // Opens the page with the 7B model loaded.
  void openPage(const char* sample) {
    qputenv("ALCOVE_SAMPLE", sample);
    addModels();
    open();
    waitFor([this] { return modelPath() != QString(); }, "the sample models");
    application->useModel(modelPath());
    waitFor([this] { return isReady(); }, "the model");
    window->navigation().goTo(QStringLiteral("hardware"));
    waitFor([this] { return named(QString::fromLatin1(kSlider)) != nullptr; }, "the division");
  }
  [[nodiscard]] QString modelPath() const {
    for (const auto& entry : application->library().entries())
      if (entry.path.contains(QStringLiteral("qwen")) && entry.state == library::EntryState::Known)
        return entry.path;
    return {};
  }
  [[nodiscard]] bool isReady() const {
    return application->modelSession().state() == client::ModelSession::State::Ready;
  }
  [[nodiscard]] bool isEnabled(const char* name) const {
    const QQuickItem* item = named(QString::fromLatin1(name));
    return item != nullptr && item->isEnabled();
  }
  // Whether some shown text begins like that.
  [[nodiscard]] bool says(const QString& start) const {
    for (QQuickItem* item : items())
      if (isShown(item) && accessibleName(item).startsWith(start)) return true;
    return false;
  }
  // Scrolls to it first.
  void reach(const char* name) const {
    named(QString::fromLatin1(name))->forceActiveFocus(Qt::TabFocusReason);
    settle();
    click(QString::fromLatin1(name));
  }
  void moveSlider(Qt::Key key, int times) const {
    named(QString::fromLatin1(kSlider))->forceActiveFocus(Qt::TabFocusReason);
    for (int i = 0; i < times; ++i) press(key);
  }
};

TEST_F(HardwarePage, ShowsDevicesAndTheModelOnThem) {
  openPage("card");
  EXPECT_TRUE(says(QStringLiteral("Qwen2.5 Coder 7B Instruct runs on NVIDIA GeForce RTX 3070 Ti")));
  EXPECT_TRUE(says(QStringLiteral("In use")));
  EXPECT_TRUE(says(QStringLiteral("Cannot be used")));
  EXPECT_TRUE(says(QStringLiteral("If this computer has a graphics card, install")));
  EXPECT_TRUE(says(QStringLiteral("The whole model is on NVIDIA GeForce RTX 3070 Ti")));
  EXPECT_FALSE(says(QStringLiteral("The processor does the work, not")));
  EXPECT_FALSE(isEnabled("Apply and load"));
  EXPECT_FALSE(isEnabled("Discard changes"));
}

TEST_F(HardwarePage, TheSliderMovesTheSplitAtOnceAndNothingElse) {
  openPage("card");
  moveSlider(Qt::Key_Left, 50);
  waitFor([this] { return says(QStringLiteral("NVIDIA GeForce RTX 3070 Ti: 16 of 28 layers")); },
          "a picture with fewer layers on the card");
  EXPECT_TRUE(isEnabled("Apply and load"));
  EXPECT_TRUE(says(QStringLiteral("Not applied yet")));
  EXPECT_TRUE(application->settings().deviceBudgets().isEmpty()) << "nothing is kept yet";
  reach("Discard changes");
  waitFor([this] { return says(QStringLiteral("NVIDIA GeForce RTX 3070 Ti: all 28 layers")); },
          "the picture as it was");
  EXPECT_FALSE(isEnabled("Apply and load"));
}

TEST_F(HardwarePage, TabReachesWhatCanBeMoved) {
  openPage("card");
  QStringList reached;
  constexpr int kStops = 40;
  for (int i = 0; i < kStops; ++i) {
    QTest::keyClick(&quickWindow(), Qt::Key_Tab);
    reached << accessibleName(quickWindow().activeFocusItem());
  }
  for (const char* name :
       {"Model", "Context", "Automatic", "How much memory of Processor models may use", kSlider,
        "Keep the KV cache with the processor"})
    EXPECT_TRUE(reached.contains(QString::fromUtf8(name)))
        << name << " among " << reached.join(QStringLiteral(", ")).toStdString();
}

TEST_F(HardwarePage, TheCacheCanBeKeptWithTheProcessor) {
  openPage("card");
  reach("Keep the KV cache with the processor");
  waitFor([this] { return says(QStringLiteral("Processor: the KV cache")); }, "the new picture");
  EXPECT_FALSE(application->settings().cacheOnProcessor()) << "not before it is applied";
  reach("Apply and load");
  EXPECT_TRUE(application->settings().cacheOnProcessor());
  EXPECT_TRUE(application->modelSession().wanted().cacheOnProcessor);
}

TEST_F(HardwarePage, WhatIsAppliedIsKeptLoadedAndCanBeUndone) {
  openPage("card");
  moveSlider(Qt::Key_Left, 50);
  waitFor([this] { return isEnabled("Apply and load"); }, "a new plan");
  reach("Apply and load");
  const QVariantMap kept = application->settings().deviceBudgets();
  ASSERT_TRUE(kept.contains(QLatin1String(kBudgetKey)));
  EXPECT_LT(kept[QLatin1String(kBudgetKey)].toDouble(), 4e9);
  const QStringList asked = application->modelSession().wanted().budgets;
  ASSERT_EQ(asked.size(), 1);
  EXPECT_TRUE(asked[0].startsWith(QLatin1String(kBudgetKey) + u'='));
  waitFor([this] { return isReady(); }, "the model with the new division");
  EXPECT_FALSE(says(QStringLiteral("Not applied yet")));
  click(QStringLiteral("Undo"));
  EXPECT_TRUE(application->settings().deviceBudgets().isEmpty());
  EXPECT_TRUE(application->modelSession().wanted().budgets.isEmpty());
}

TEST_F(HardwarePage, ResetGoesBackToAutomatic) {
  openPage("card");
  application->settings().setDeviceBudgets({{QLatin1String(kBudgetKey), 3e9}});
  application->settings().setCacheOnProcessor(true);
  waitFor([this] { return says(QStringLiteral("NVIDIA GeForce RTX 3070 Ti: 17 of 28 layers")); },
          "the division of the settings");
  reach("Reset to automatic");
  EXPECT_TRUE(application->settings().deviceBudgets().isEmpty());
  EXPECT_FALSE(application->settings().cacheOnProcessor());
  waitFor([this] { return isReady(); }, "the model");
}

TEST_F(HardwarePage, AFallbackStandsOut) {
  openPage("lost");
  EXPECT_TRUE(says(QStringLiteral("The processor does the work, not NVIDIA GeForce RTX 3070 Ti")));
  EXPECT_TRUE(isEnabled("Load again"));
}

TEST_F(HardwarePage, LooksOnlyWhileItIsShown) {
  openPage("card");
  int looks = 0;
  QObject::connect(&application->hardware(), &hardware::HardwareSession::changed, &quickWindow(),
                   [&looks] { ++looks; });
  QTest::qWait(2500);
  EXPECT_GT(looks, 0);
  window->navigation().goTo(QStringLiteral("chat"));
  QTest::qWait(500);  // what was under way
  looks = 0;
  QTest::qWait(2500);
  EXPECT_EQ(looks, 0);
}

class HardwareWithoutEngine : public WindowTest {
 protected:
  HardwareWithoutEngine() : WindowTest(Engine::None) { finishOnboarding(); }
};

TEST_F(HardwareWithoutEngine, SaysWhyNothingIsShown) {
  open();
  window->navigation().goTo(QStringLiteral("hardware"));
  waitFor([this] { return named(QStringLiteral("Try again")) != nullptr; }, "the reason");
  EXPECT_EQ(named(QStringLiteral("Apply and load")), nullptr);
  EXPECT_EQ(named(QStringLiteral("Choose a model")), nullptr);
}

}  // namespace
}  // namespace alcove::ui
