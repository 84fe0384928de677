// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/markdown_document.h"

#include <gtest/gtest.h>

#include "chat/markdown/markdown_parser.h"
#include "ui/chat/markdown_dump.h"

namespace alcove::ui {
namespace {

using Source = MarkdownDocument::Source;

const char kAnswer[] =
    "# Two ways\n\nFirst, with **Python**:\n\n```python\ndef add(a, b):\n    return a + b\n```\n\n"
    "1. It is short.\n2. It is clear:\n   ```sh\n   python add.py\n   ```\n3. It works.\n\n"
    "| way | lines |\n|---|--:|\n| Python | 2 |\n| C | 4 |\n\n> Choose the one that you can "
    "read.\n\n"
    "- [x] written\n- [ ] tested\n\n---\n\nThat is all.\n";

TEST(MarkdownDocument, GrowingTextKeepsFinishedBlocks) {
  const QString answer = QString::fromUtf8(kAnswer);
  MarkdownDocument document;
  qsizetype biggestChange = 0;
  for (qsizetype size = 1; size <= answer.size(); ++size) {
    const auto blocks = MarkdownDocument::blocksOf(answer.left(size), Source::StreamingMarkdown);
    const MarkdownDocument::Change change = document.changeTo(blocks);
    for (qsizetype i = 0; i < change.firstChanged; ++i) {
      ASSERT_EQ(document.blocks()[i], blocks[i]);
    }
    biggestChange = std::max(biggestChange, document.blocks().size() - change.firstChanged);
    document.setBlocks(blocks);
  }
  EXPECT_LE(biggestChange, 2) << "a new character changed more than the end of the answer";
}

TEST(MarkdownDocument, EveryCharacterOfTheEndAppears) {
  const QString answer = QString::fromUtf8(kAnswer);
  const auto streamed = MarkdownDocument::blocksOf(answer, Source::StreamingMarkdown);
  EXPECT_EQ(dumpBlocks(streamed).toStdString(),
            dumpBlocks(MarkdownDocument::blocksOf(answer, Source::Markdown)).toStdString());
}

TEST(MarkdownDocument, StreamingNeverShowsABlockThatGoesAway) {
  const QString answer = QString::fromUtf8(kAnswer);
  qsizetype count = 0;
  for (qsizetype size = 1; size <= answer.size(); ++size) {
    const auto blocks = MarkdownDocument::blocksOf(answer.left(size), Source::StreamingMarkdown);
    EXPECT_GE(blocks.size(), count) << "after: " << answer.left(size).right(20).toStdString();
    count = std::max(count, blocks.size());
  }
}

TEST(MarkdownDocument, ChangeCountsInsertedAndRemoved) {
  MarkdownDocument document;
  document.setBlocks(MarkdownDocument::blocksOf(u"a\n\nb\n\nc"_qs, Source::Markdown));
  const auto longer = MarkdownDocument::blocksOf(u"a\n\nB\n\nc\n\nd"_qs, Source::Markdown);
  const auto change = document.changeTo(longer);
  EXPECT_EQ(change.firstChanged, 1);
  EXPECT_EQ(change.changed, 1);
  EXPECT_EQ(change.inserted, 1);
  const auto shorter = document.changeTo(MarkdownDocument::blocksOf(u"a"_qs, Source::Markdown));
  EXPECT_EQ(shorter.removed, 2);
  EXPECT_EQ(shorter.changed, 0);
  EXPECT_TRUE(document.changeTo(document.blocks()).isEmpty());
}

TEST(MarkdownDocument, PlainTextKeepsEveryCharacter) {
  QString text;
  for (int i = 0; i < 3000; ++i) {
    text += QStringLiteral("line %1 *not bold* <b>\n").arg(i);
  }
  const auto blocks = MarkdownDocument::blocksOf(text, Source::PlainText);
  EXPECT_GT(blocks.size(), 10);
  QStringList parts;
  for (const MarkdownBlock& block : blocks) {
    parts += block.plain;
  }
  EXPECT_EQ(parts.join(u'\n').toStdString(), text.toStdString());
}

}  // namespace
}  // namespace alcove::ui
