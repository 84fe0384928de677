// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The states of the page in both themes and at two sizes. The structure is checked; with
// ALCOVE_SCREENSHOTS=FOLDER in the environment the pictures are kept for people to look at.
#include <gtest/gtest.h>

#include <QDir>
#include <QQuickItem>
#include <QTest>

#include "ui/chat/chat_page_fixture.h"
#include "ui/chat/sample_chats.h"

namespace alcove::ui {
namespace {

using chats::MessageState;
using chats::Role;

class ChatScreenshots : public ChatPage {
 protected:
  void capture(const QString& name) {
    const QString pictures = qEnvironmentVariable("ALCOVE_SCREENSHOTS");
    for (const QString& scheme : {u"light"_qs, u"dark"_qs}) {
      setScheme(scheme);
      for (const QSize size : {QSize(960, 800), QSize(744, 600)}) {
        window.resize(size);
        settle();
        expectSoundStructure(size);
        const QImage picture = window.grabWindow();
        ASSERT_EQ(picture.size(), size);
        if (!pictures.isEmpty()) {
          QDir().mkpath(pictures);
          const QString file =
              u"%1/chat-%2-%3-%4.png"_qs.arg(pictures, name, scheme).arg(size.width());
          ASSERT_TRUE(picture.save(file)) << file.toStdString();
        }
      }
    }
  }

  // Every text that is shown stands inside the window, and blocks of a message do not overlap.
  void expectSoundStructure(const QSize& size) const {
    for (const char* type : {"TextBlock", "CodeBlock", "TableBlock"}) {
      for (QQuickItem* block : itemsOf(type)) {
        const QRectF place = block->mapRectToScene(QRectF({}, block->size()));
        EXPECT_GE(place.left(), 0) << type;
        EXPECT_LE(place.right(), size.width()) << type;
        EXPECT_GT(block->height(), 0) << type;
      }
    }
    double bottom = -1e9;
    for (QQuickItem* block : itemsOf("BlockView")) {
      const QRectF place = block->mapRectToScene(QRectF({}, block->size()));
      EXPECT_GE(place.top(), bottom - 0.5) << "blocks overlap";
      bottom = place.bottom();
    }
  }
};

TEST_F(ChatScreenshots, Empty) { capture(u"empty"_qs); }

TEST_F(ChatScreenshots, LongConversation) {
  navigation.openChat(addLongChat(application.chats()));
  capture(u"long"_qs);
  QMetaObject::invokeMethod(item("MessageList"), "page", Q_ARG(QVariant, -1));
  capture(u"long-up"_qs);
  QMetaObject::invokeMethod(item("MessageList"), "page", Q_ARG(QVariant, -1));
  capture(u"long-top"_qs);
}

TEST_F(ChatScreenshots, Streaming) {
  navigation.openChat(addStreamingChat(application.chats()));
  capture(u"streaming"_qs);
}

TEST_F(ChatScreenshots, Broken) {
  navigation.openChat(addBrokenChat(application.chats()));
  capture(u"error"_qs);
}

TEST_F(ChatScreenshots, BranchesWhileEditing) {
  navigation.openChat(addBranchedChat(application.chats()));
  viewModel->editLastQuestion();
  capture(u"branches"_qs);
}

TEST_F(ChatScreenshots, Find) {
  navigation.openChat(addLongChat(application.chats()));
  viewModel->find()->setActive(true);
  viewModel->find()->setQuery(u"list"_qs);
  viewModel->find()->step(-1);
  capture(u"find"_qs);
}

TEST_F(ChatScreenshots, RightToLeft) {
  navigation.openChat(addRightToLeftChat(application.chats()));
  capture(u"rtl"_qs);
}

}  // namespace
}  // namespace alcove::ui
