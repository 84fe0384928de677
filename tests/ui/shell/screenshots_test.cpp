// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Pictures of every page and state, for people to look at, in the build folder's screenshots/; and
// a check that nothing in them is cut off, outside or on top of something else.
#include <QDir>
#include <QImage>

#include "client/model_session.h"
#include "components/navigation.h"
#include "library/model_library.h"
#include "server/server_session.h"
#include "settings/settings.h"
#include "ui/shell/structure.h"
#include "ui/shell/window_fixture.h"

namespace alcove::ui {
namespace {

constexpr QSize kSizes[] = {{1280, 800}, {800, 600}};
constexpr const char* kSchemes[] = {"light", "dark"};

class Screenshots : public WindowTest {
 protected:
  Screenshots() : WindowTest(Engine::Sample) {}

  // Takes the state that is shown in each scheme and size.
  void take(const char* name) {
    const QString target = qEnvironmentVariable("ALCOVE_BIN_DIR", QStringLiteral(".")) +
                           QStringLiteral("/../screenshots");
    ASSERT_TRUE(QDir().mkpath(target));
    for (const QSize size : kSizes) {
      quickWindow().resize(size);
      for (const char* scheme : kSchemes) {
        application->settings().setTheme(QLatin1String(scheme));
        settle(400);
        const QImage picture = quickWindow().grabWindow();
        ASSERT_EQ(picture.size(), size * quickWindow().devicePixelRatio());
        ASSERT_TRUE(picture.save(QStringLiteral("%1/%2-%3-%4.png")
                                     .arg(target, QLatin1String(name), QLatin1String(scheme))
                                     .arg(size.width())));
        EXPECT_EQ(structureProblems(quickWindow()).join(QStringLiteral("\n")).toStdString(), "")
            << name << " " << scheme << " " << size.width();
      }
    }
  }

  // Waits until the sample engine has described every file.
  void waitForModels() {
    waitFor(
        [this] {
          const auto& entries = application->library().entries();
          return entries.size() >= 5 &&
                 std::none_of(entries.begin(), entries.end(), [](const auto& e) {
                   return e.state == library::EntryState::Found ||
                          (e.state == library::EntryState::Known && e.fitSentence.isEmpty());
                 });
        },
        "the descriptions of the sample models");
  }
  // Scrolls the page that holds the item of this name down to its end.
  void scrollToEnd(const QString& name) {
    for (QQuickItem* item = named(name); item != nullptr; item = item->parentItem()) {
      const QVariant height = item->property("contentHeight");
      if (height.isValid() && item->property("contentY").isValid() &&
          height.toReal() > item->height())
        item->setProperty("contentY", height.toReal() - item->height());
    }
    settle();
  }
  void load(const char* part, client::ModelSession::State until) {
    for (const auto& entry : application->library().entries()) {
      if (entry.path.contains(QLatin1String(part))) {
        application->useModel(entry.path);
      }
    }
    waitFor([&] { return application->modelSession().state() == until; }, "the model's state");
  }
};

TEST_F(Screenshots, FirstRunWithoutModel) {
  open();
  settle(1500);
  take("onboarding-empty");
}

TEST_F(Screenshots, FirstRun) {
  const QString models = qEnvironmentVariable("ALCOVE_SHARED_MODELS_DIR");
  if (models.isEmpty() || !QDir(models).exists(QStringLiteral("SmolLM2-135M-Instruct.Q4_1.gguf"))) {
    GTEST_SKIP() << "The starter model is not in the build's models folder.";
  }
  ASSERT_TRUE(
      QFile::link(models + QStringLiteral("/SmolLM2-135M-Instruct.Q4_1.gguf"),
                  folder.filePath(QStringLiteral("starter/SmolLM2-135M-Instruct.Q4_1.gguf"))));
  open();
  settle(1500);
  take("onboarding");
}

TEST_F(Screenshots, Models) {
  finishOnboarding();
  addModels();
  open();
  window->navigation().goTo(QStringLiteral("models"));
  waitForModels();
  take("models");
  load("SmolLM2", client::ModelSession::State::Ready);
  take("models-loaded");
  load("qwen", client::ModelSession::State::Loading);
  take("models-loading");
  load("Llama-3.3", client::ModelSession::State::Failed);
  take("models-error");
}

TEST_F(Screenshots, ModelsEmpty) {
  finishOnboarding();
  open();
  window->navigation().goTo(QStringLiteral("models"));
  settle(500);
  take("models-empty");
}

TEST_F(Screenshots, Settings) {
  finishOnboarding();
  addModels();
  open();
  window->navigation().goTo(QStringLiteral("settings"));
  settle();
  for (const char* category :
       {"Appearance", "Answers", "Engine", "Model folders", "Keyboard shortcuts", "About"}) {
    click(QString::fromLatin1(category));
    take(qPrintable(QStringLiteral("settings-") + QString::fromLatin1(category).toLower().replace(
                                                      QLatin1Char(' '), QLatin1Char('-'))));
  }
}

class HardwareScreenshots : public Screenshots {
 protected:
  ~HardwareScreenshots() override { qunsetenv("ALCOVE_SAMPLE"); }
  // The page of an engine that has what `sample` says, with the 7B model.
  void openWith(const char* sample) {
    qputenv("ALCOVE_SAMPLE", sample);
    finishOnboarding();
    addModels();
    open();
    waitForModels();
    load("qwen", client::ModelSession::State::Ready);
    window->navigation().goTo(QStringLiteral("hardware"));
    waitFor([this] { return named(QStringLiteral("Apply and load")) != nullptr; }, "the page");
    settle(500);
  }
};

TEST_F(HardwareScreenshots, Card) {
  openWith("card");
  take("hardware");
  application->settings().setDeviceBudgets({{"cuda:NVIDIA GeForce RTX 3070 Ti", 3.6e9}});
  settle(500);
  scrollToEnd(QStringLiteral("Apply and load"));
  take("hardware-divided");
  application->settings().setTextScale(1.35);
  settle(300);
  scrollToEnd(QStringLiteral("Apply and load"));
  take("hardware-large-text");
}

TEST_F(HardwareScreenshots, Fallback) {
  openWith("lost");
  take("hardware-fallback");
}

TEST_F(HardwareScreenshots, NoModel) {
  finishOnboarding();
  open();
  window->navigation().goTo(QStringLiteral("hardware"));
  settle(1500);
  take("hardware-empty");
}

TEST_F(Screenshots, Server) {
  finishOnboarding();
  open();
  window->navigation().goTo(QStringLiteral("server"));
  waitFor([this] { return application->server().state() == server::ServerSession::State::Stopped; },
          "the engine");
  take("server-empty");
  click(QStringLiteral("New key"));
  take("server-new-key");
  type(QStringLiteral("Notebook of the sales figures"));
  press(Qt::Key_Return);
  waitFor([this] { return named(QStringLiteral("Copy the key")) != nullptr; }, "the new key");
  take("server-key");
  click(QStringLiteral("Done"));
  application->settings().setServerPort(80);
  click(QStringLiteral("Start server"));
  waitFor([this] { return application->server().state() == server::ServerSession::State::Failed; },
          "a port that cannot be used");
  take("server-error");
  click(QStringLiteral("Use a free port"));
  waitFor([this] { return application->server().state() == server::ServerSession::State::Running; },
          "the server");
  settle(300);
  take("server-running");
  scrollToEnd(QStringLiteral("Example"));
  take("server-running-end");
}

TEST_F(Screenshots, Floating) {
  finishOnboarding();
  addChats();
  addModels();
  open();
  window->navigation().goTo(QStringLiteral("models"));
  waitForModels();
  window->navigation().notifyWithAction(QStringLiteral("Deleted “A haiku about the harbour”."),
                                        QStringLiteral("Undo"), [] {});
  settle();
  take("toast");
  window->navigation().openPalette();
  settle(300);
  take("palette");
  press(Qt::Key_Escape);
  window->navigation().showShortcuts();
  settle(300);
  take("shortcuts");
  press(Qt::Key_Escape);
  load("SmolLM2", client::ModelSession::State::Ready);
  window->navigation().goTo(QStringLiteral("chat"));
  settle();
  press(Qt::Key_L, Qt::ControlModifier);
  settle(300);
  take("model-picker");
}

}  // namespace
}  // namespace alcove::ui
