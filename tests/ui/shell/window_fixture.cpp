// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/window_fixture.h"

#include <QAccessible>
#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include "chats/chat_store.h"
#include "components/fonts.h"
#include "library/model_library.h"
#include "settings/settings.h"

namespace alcove::ui {

namespace {

void collect(QQuickItem* root, QList<QQuickItem*>& found) {
  found.append(root);
  for (QQuickItem* child : root->childItems()) {
    collect(child, found);
  }
}

struct SampleChat {
  const char* title;
  int daysAgo;
  const char* question;
  const char* answer;
};

constexpr SampleChat kChats[] = {
    {"When the lease ends and what it costs to leave early", 0,
     "When does the lease end, and can we leave early?",
     "The lease ends on **30 June**. You can leave early with three months' notice."},
    {"A haiku about the harbour", 0, "Write a haiku about a harbour in the morning.",
     "Gulls over grey boats,\nropes that remember the tide:\nthe harbour wakes slow."},
    {"Heap or sorted list for a queue of tasks", 1, "Should I use a heap for a task queue?",
     "A heap keeps the smallest element at the front."},
    {"Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, explained", 1,
     "Explain this word.", "It is a law about labelling beef."},
    {"Regular expressions for dates", 3, "How do I match a date?", "Use `\\d{4}-\\d{2}-\\d{2}`."},
    {"Names for a small boat", 5, "Suggest names for a boat.", "Kittiwake, Ebb, Lodestar."},
    {"Why the sky is blue", 21, "Why is the sky blue?", "Air scatters blue light more than red."},
    {"Sourdough timing", 40, "How long should dough rest?", "About 12 hours in a cool kitchen."},
};

}  // namespace

WindowTest::WindowTest(Engine engine) {
  static const bool fonts = [] {
    installFonts();
    return true;
  }();
  Q_UNUSED(fonts);
  const QString sample = qEnvironmentVariable("ALCOVE_SOURCE_DIR") +
                         QStringLiteral("/tests/ui/shell/sample_engine.py");
  qputenv("ALCOVE_ENGINE", engine == Engine::Sample ? sample.toUtf8() : "/nowhere/alcove-engine");
  qputenv("ALCOVE_MODELS_DIR", folder.filePath(QStringLiteral("starter")).toUtf8());
  QDir(folder.path()).mkpath(QStringLiteral("starter"));
  application = std::make_unique<core::Application>(core::Paths::inside(folder.path()));
}

WindowTest::~WindowTest() { close(); }

void WindowTest::open(QSize size) {
  application->settings().setWindowGeometry(QRect(QPoint(0, 0), size));
  window = std::make_unique<Window>(*application);
  quickWindow().requestActivate();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&quickWindow()));
  settle();
}

void WindowTest::close() { window.reset(); }

void WindowTest::settle(int milliseconds) { QTest::qWait(milliseconds); }

void WindowTest::waitFor(const std::function<bool()>& condition, const char* what) {
  constexpr int kPatienceMs = 10'000;
  ASSERT_TRUE(QTest::qWaitFor(condition, kPatienceMs)) << "never came: " << what;
  settle();
}

void WindowTest::addChats() {
  chats::ChatStore& store = application->chats();
  for (const SampleChat& sample : kChats) {
    const auto chat = store.create(QString::fromUtf8(sample.title));
    const auto question =
        store.append(chat, 0, chats::Role::User, QString::fromUtf8(sample.question));
    store.append(chat, question, chats::Role::Assistant, QString::fromUtf8(sample.answer));
    QSqlQuery query(QSqlDatabase::database(QSqlDatabase::connectionNames().constLast()));
    query.prepare(QStringLiteral("UPDATE chats SET changed_ms = changed_ms - ? WHERE id = ?"));
    constexpr qint64 kDayMs = 24LL * 60 * 60 * 1000;
    constexpr qint64 kMinuteMs = 60LL * 1000;
    query.addBindValue(sample.daysAgo * kDayMs + chat * (sample.daysAgo == 0 ? 1 : kMinuteMs));
    query.addBindValue(chat);
    ASSERT_TRUE(query.exec());
  }
}

void WindowTest::addModels() {
  QDir(folder.path()).mkpath(QStringLiteral("models"));
  const QString place = folder.filePath(QStringLiteral("models/"));
  for (const char* name :
       {"SmolLM2-135M-Instruct.Q4_1.gguf", "qwen2.5-coder-7b-instruct-q4_k_m.gguf",
        "Llama-3.3-70B-Instruct-Q4_K_M.gguf", "granite-3.1-2b-instruct-Q8_0.gguf",
        "interrupted-download.gguf"}) {
    QFile file(place + QLatin1String(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("GGUF");
  }
  application->settings().setModelFolders({place});
}

void WindowTest::finishOnboarding() { application->settings().setOnboardingDone(true); }

QList<QQuickItem*> WindowTest::items() const {
  QList<QQuickItem*> found;
  collect(quickWindow().contentItem(), found);
  return found;
}

QQuickItem* WindowTest::named(const QString& name) const {
  const QList<QQuickItem*> all = items();
  const auto found = std::find_if(all.begin(), all.end(), [&name](QQuickItem* item) {
    return isShown(item) && accessibleName(item) == name;
  });
  return found == all.end() ? nullptr : *found;
}

QString WindowTest::accessibleName(QQuickItem* item) {
  QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
  return accessible == nullptr ? QString() : accessible->text(QAccessible::Name);
}

bool WindowTest::isShown(const QQuickItem* item) {
  return item != nullptr && item->isVisible() && item->width() > 0 && item->height() > 0 &&
         item->window() != nullptr;
}

void WindowTest::click(const QString& name) const {
  QQuickItem* item = named(name);
  ASSERT_NE(item, nullptr) << "nothing is named " << name.toStdString();
  const QPointF centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
  QTest::mouseClick(&quickWindow(), Qt::LeftButton, {}, centre.toPoint());
  settle();
}

void WindowTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers) const {
  QTest::keyClick(&quickWindow(), key, modifiers);
  settle();
}

void WindowTest::type(const QString& text) const {
  for (const QChar character : text) {
    QTest::keyClick(&quickWindow(), character.toLatin1());
  }
  settle();
}

}  // namespace alcove::ui
