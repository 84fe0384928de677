// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The page itself, drawn offscreen over a real store. No engine runs here: what needs answers is in
// tests/e2e.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

#include "ui/chat/chat_page_fixture.h"

namespace alcove::ui {
namespace {

using chats::MessageState;
using chats::Role;

const char kLongAnswer[] =
    "# Sorting\n\nUse **quicksort** or `sort`.\n\n```python\nprint(sorted([3, 1, 2]))\n```\n\n"
    "- one\n- two\n\n> quoted\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n\nEnd.\n";

TEST_F(ChatPage, ShowsExamplesWhenEmptyAndMessagesWhenNot) {
  EXPECT_NE(findByText(tr("Ask anything. It stays on this computer.")), nullptr);
  addExchange(u"Hello"_qs, QString::fromUtf8(kLongAnswer));
  open();
  EXPECT_TRUE(isShown(item("MessageList")));
  EXPECT_FALSE(isShown(item("EmptyChat")));
  EXPECT_EQ(itemsOf("CodeBlock").size(), 1);
  EXPECT_EQ(itemsOf("TableBlock").size(), 1);
}

TEST_F(ChatPage, TypedTextIsKeptPerChat) {
  const auto first = addExchange(u"One"_qs, u"1"_qs);
  const auto second = addExchange(u"Two"_qs, u"2"_qs);
  navigation.openChat(first);
  type(u"half a thought"_qs);
  EXPECT_EQ(viewModel->draft(), u"half a thought"_qs);
  navigation.openChat(second);
  EXPECT_EQ(composerText(), QString());
  navigation.openChat(first);
  EXPECT_EQ(composerText(), u"half a thought"_qs);
}

TEST_F(ChatPage, EnterWithoutAModelKeepsTheTextAndAsksForAModel) {
  QSignalSpy picker(&navigation, &Navigation::modelPickerRequested);
  open();
  type(u"Hello"_qs);
  press(Qt::Key_Return);
  EXPECT_EQ(composerText(), u"Hello"_qs);
  EXPECT_EQ(picker.size(), 1);
  EXPECT_TRUE(application.chats().list().isEmpty()) << "no empty chat is left behind";
}

TEST_F(ChatPage, ShiftEnterBreaksTheLineAndTheComposerGrows) {
  open();
  const double before = item("Composer")->height();
  type(u"one"_qs);
  for (int i = 0; i < 4; ++i) {
    press(Qt::Key_Return, Qt::ShiftModifier);
  }
  settle();
  EXPECT_EQ(composerText(), u"one\n\n\n\n"_qs);
  EXPECT_GT(item("Composer")->height(), before + 40);
  for (int i = 0; i < 60; ++i) {
    press(Qt::Key_Return, Qt::ShiftModifier);
  }
  QTest::qWait(50);
  EXPECT_LT(item("Composer")->height(), window.height() * 0.6) << "the composer covers the chat";
}

TEST_F(ChatPage, UpInAnEmptyComposerEditsTheLastQuestionAndEscapeGoesBack) {
  const auto chat = addExchange(u"My question"_qs, u"answer"_qs);
  navigation.openChat(chat);
  focusComposer();
  press(Qt::Key_Up);
  EXPECT_EQ(composerText(), u"My question"_qs);
  EXPECT_NE(viewModel->editedMessage(), 0);
  press(Qt::Key_Escape);
  EXPECT_EQ(viewModel->editedMessage(), 0);
  EXPECT_EQ(composerText(), QString());
}

TEST_F(ChatPage, BranchesAreSwitchedFromTheMessage) {
  const auto chat = addExchange(u"Question"_qs, u"first answer"_qs);
  const auto path = application.chats().activePath(chat);
  application.chats().append(chat, path[0].id, Role::Assistant, u"second answer"_qs);
  navigation.openChat(chat);
  settle();
  QQuickItem* previous = findByText(tr("Previous version"));
  ASSERT_NE(previous, nullptr);
  ASSERT_TRUE(isShown(previous));
  click(previous);
  EXPECT_EQ(application.chats().activePath(chat)[1].text, u"first answer"_qs);
  settle();
  EXPECT_NE(findByText(u"1/2"_qs), nullptr);
}

TEST_F(ChatPage, CopyTakesTheMessageAsItWasWritten) {
  const auto chat = addExchange(u"Question"_qs, u"**bold** answer"_qs);
  navigation.openChat(chat);
  settle();
  viewModel->copyMessage(application.chats().activePath(chat)[1].id);
  EXPECT_EQ(QGuiApplication::clipboard()->text(), u"**bold** answer"_qs);
}

TEST_F(ChatPage, CodeIsCopiedWithItsButton) {
  const auto chat = addExchange(u"Question"_qs, QString::fromUtf8(kLongAnswer));
  navigation.openChat(chat);
  settle();
  click(findByText(tr("Copy code")));
  EXPECT_EQ(QGuiApplication::clipboard()->text(), u"print(sorted([3, 1, 2]))"_qs);
}

TEST_F(ChatPage, FollowsTheEndOnlyWhileTheReaderIsThere) {
  const auto chat = addExchange(u"Question"_qs, u"A paragraph.\n\n"_qs.repeated(60));
  const auto path = application.chats().activePath(chat);
  const auto answer = application.chats().append(chat, path[1].id, Role::Assistant,
                                                 u"Begin.\n\n"_qs, MessageState::Streaming);
  navigation.openChat(chat);
  settle();
  QQuickItem* list = item("MessageList");
  EXPECT_TRUE(list->property("atEnd").toBool());
  application.chats().appendText(answer, u"More text.\n\n"_qs.repeated(30));
  settle();
  EXPECT_TRUE(QTest::qWaitFor([&] { return list->property("atEnd").toBool(); }))
      << "the end was not followed";
  focusComposer();
  press(Qt::Key_PageUp);
  const double place = list->property("contentY").toDouble();
  application.chats().appendText(answer, u"Still more.\n\n"_qs.repeated(30));
  settle();
  EXPECT_NEAR(list->property("contentY").toDouble(), place, 1) << "the column jumped";
  QQuickItem* chip = item("JumpChip");
  ASSERT_TRUE(isShown(chip));
  click(chip);
  settle();
  EXPECT_TRUE(list->property("atEnd").toBool());
  EXPECT_FALSE(isShown(chip));
}

TEST_F(ChatPage, FindOpensCountsAndCloses) {
  const auto chat = addExchange(u"needle?"_qs, u"A needle and a Needle."_qs);
  navigation.openChat(chat);
  settle();
  focusComposer();
  press(Qt::Key_F, Qt::ControlModifier);
  ASSERT_TRUE(viewModel->find()->isActive());
  type(u"needle"_qs);
  EXPECT_EQ(viewModel->find()->count(), 3);
  press(Qt::Key_Return);
  EXPECT_EQ(viewModel->find()->current(), 1);
  press(Qt::Key_Escape);
  EXPECT_FALSE(viewModel->find()->isActive());
}

TEST_F(ChatPage, BrokenAnswerOffersToAskAgain) {
  const auto chat = application.chats().create();
  const auto question = application.chats().append(chat, 0, Role::User, u"Q"_qs);
  const auto answer = application.chats().append(chat, question, Role::Assistant, u"half"_qs,
                                                 MessageState::Streaming);
  application.chats().finish(
      answer, MessageState::Interrupted,
      {{u"error"_qs,
        QJsonObject{{u"code"_qs, u"engine_gone"_qs},
                    {u"sentence"_qs, u"The engine stopped unexpectedly (signal 9)."_qs},
                    {u"details"_qs, u"last lines"_qs}}}});
  navigation.openChat(chat);
  settle();
  EXPECT_NE(findByText(u"The engine stopped unexpectedly (signal 9)."_qs), nullptr);
  EXPECT_TRUE(isShown(findByText(tr("Ask again"))));
  EXPECT_TRUE(isShown(findByText(tr("Details"))));
}

TEST_F(ChatPage, EveryControlReachedByTabHasAName) {
  const auto chat = addExchange(u"Question"_qs, QString::fromUtf8(kLongAnswer));
  navigation.openChat(chat);
  settle();
  focusComposer();
  QSet<QQuickItem*> seen;
  for (int i = 0; i < 40; ++i) {
    press(Qt::Key_Tab);
    QQuickItem* focused = window.activeFocusItem();
    ASSERT_NE(focused, nullptr);
    if (seen.contains(focused)) {
      break;
    }
    seen.insert(focused);
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(focused);
    ASSERT_NE(accessible, nullptr) << focused->metaObject()->className();
    EXPECT_FALSE(accessible->text(QAccessible::Name).isEmpty())
        << focused->metaObject()->className();
  }
  EXPECT_GE(seen.size(), 5) << "Tab does not walk the page";
}

TEST_F(ChatPage, NothingSticksOutOfTheColumnInAnyLanguage) {
  const QString word = u"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"_qs;
  const auto chat =
      addExchange(word.repeated(4), u"# "_qs + word + u"\n\n- "_qs + word.repeated(3) +
                                        u"\n\nשלום עולם **טקסט**\n\n"_qs);
  navigation.openChat(chat);
  for (const QSize size : {QSize(1280, 800), QSize(800, 600), QSize(560, 600)}) {
    window.resize(size);
    settle();
    for (QQuickItem* block : itemsOf("TextBlock")) {
      const QRectF place = block->mapRectToScene(QRectF(0, 0, block->width(), block->height()));
      EXPECT_LE(place.right(), size.width());
      EXPECT_GE(place.left(), 0);
      EXPECT_LE(block->property("contentWidth").toDouble(), block->width() + 1);
    }
  }
}

}  // namespace
}  // namespace alcove::ui
