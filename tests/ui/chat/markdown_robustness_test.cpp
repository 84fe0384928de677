// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// No answer, however odd, may crash the window, hold it up, or smuggle markup into rich text.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QXmlStreamReader>
#include <random>

#include "chat/markdown/code_tokens.h"
#include "chat/markdown/markdown_document.h"
#include "chat/markdown/markdown_parser.h"

namespace alcove::ui {
namespace {

using Source = MarkdownDocument::Source;

// Rich text of ours is well-formed and uses our tags only; then nothing in it can load or run.
void expectSafe(const QString& html, const QString& input) {
  QString xml = html;
  xml.removeIf([](QChar c) { return c.unicode() < 0x20 || c.unicode() >= 0xFFFE; });
  QXmlStreamReader reader(u"<p>"_qs + xml + u"</p>"_qs);
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) {
      continue;
    }
    const QString tag = reader.name().toString();
    ASSERT_TRUE((QStringList{u"p"_qs, u"b"_qs, u"i"_qs, u"s"_qs, u"code"_qs, u"a"_qs, u"br"_qs})
                    .contains(tag))
        << tag.toStdString() << " from " << input.toStdString();
    const auto attributes = reader.attributes();
    ASSERT_EQ(attributes.size(), tag == u"a"_qs ? 1 : 0);
    if (tag == u"a"_qs) {
      const QString href = attributes.value(u"href"_qs).toString();
      EXPECT_TRUE(href.startsWith(u"http://"_qs) || href.startsWith(u"https://"_qs) ||
                  href.startsWith(u"mailto:"_qs))
          << href.toStdString();
    }
  }
  ASSERT_FALSE(reader.hasError()) << reader.errorString().toStdString() << "\n"
                                  << html.toStdString() << "\nfrom " << input.toStdString();
}

void expectSafeBlocks(const QString& input) {
  for (const Source source : {Source::Markdown, Source::StreamingMarkdown, Source::PlainText}) {
    for (const MarkdownBlock& block : MarkdownDocument::blocksOf(input, source)) {
      expectSafe(block.html, input);
      for (const QStringList& row : block.rows) {
        for (const QString& cell : row) {
          expectSafe(cell, input);
        }
      }
      const CodeLanguage* language = findCodeLanguage(block.language);
      if (block.kind == BlockKind::Code && language != nullptr) {
        int state = CodeLine::kCodeStart;
        for (const QString& line : block.plain.split(u'\n')) {
          state = tokenizeCodeLine(*language, line, state).state;
        }
      }
    }
  }
}

TEST(MarkdownRobustness, RandomBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    QByteArray bytes(static_cast<qsizetype>(random() % 400), '\0');
    for (char& byte : bytes) {
      byte = static_cast<char>(random());
    }
    expectSafeBlocks(QString::fromUtf8(bytes));
    expectSafeBlocks(QString::fromLatin1(bytes));
  }
}

TEST(MarkdownRobustness, RandomMarkup) {
  static const char* const kPieces[] = {"```",
                                        "~~~",
                                        "`",
                                        "**",
                                        "*",
                                        "_",
                                        "~~",
                                        "[",
                                        "](",
                                        ")",
                                        "![",
                                        "|",
                                        "|-|\n",
                                        "\n",
                                        "\n\n",
                                        "> ",
                                        "- ",
                                        "1. ",
                                        "- [x] ",
                                        "    ",
                                        "<b>",
                                        "</p>",
                                        "<img src=x>",
                                        "<script>",
                                        "&amp;",
                                        "&#0;",
                                        "&#xD800;",
                                        "&lt",
                                        "http://a.b",
                                        "javascript:x",
                                        "# ",
                                        "---\n",
                                        "===\n",
                                        "\\",
                                        "a",
                                        "\"",
                                        "'",
                                        "\t",
                                        "\r",
                                        "мир",
                                        "שלום",
                                        "👩‍🚀",
                                        "\xEF\xBF\xBD",
                                        "```cpp\n",
                                        "/*",
                                        "\"\"\"",
                                        "<!--"};
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    QByteArray text;
    for (unsigned i = random() % 60; i > 0; --i) {
      text += kPieces[random() % std::size(kPieces)];
    }
    expectSafeBlocks(QString::fromUtf8(text));
  }
}

TEST(MarkdownRobustness, UnclosedAndDeeplyNestedEndInTime) {
  const int n = 4000;
  const QStringList patterns = {u"["_qs, u"![["_qs,      u"**a "_qs,    u"> "_qs,      u"- "_qs,
                                u"`"_qs, u"``` "_qs,     u"*a_ "_qs,    u"<a "_qs,     u"[a]("_qs,
                                u"|"_qs, u"|a\n|-\n"_qs, u"a&"_qs,      u"~~a"_qs,     u"\\"_qs,
                                u"#"_qs, u"1) "_qs,      u"  - a\n"_qs, u"http://"_qs, u"a@b."_qs};
  for (const QString& pattern : patterns) {
    QElapsedTimer timer;
    timer.start();
    expectSafeBlocks(pattern.repeated(n));
    EXPECT_LT(timer.elapsed(), 20000) << pattern.toStdString();
  }
}

TEST(MarkdownRobustness, WideTableFallsBackToText) {
  const QString wide = u"|a"_qs.repeated(500) + u"|\n"_qs + u"|-"_qs.repeated(500) + u"|\n"_qs +
                       u"|x\n"_qs.repeated(500);
  const auto blocks = MarkdownDocument::blocksOf(wide, Source::Markdown);
  ASSERT_FALSE(blocks.isEmpty());
  EXPECT_EQ(blocks.first().kind, BlockKind::Text) << "250,000 cells must not become a table";
}

TEST(MarkdownRobustness, HugeTextStaysWholeAsPlainText) {
  const QString huge = u"**word** "_qs.repeated(80000);
  const auto blocks = MarkdownDocument::blocksOf(huge, Source::Markdown);
  qsizetype characters = 0;
  for (const MarkdownBlock& block : blocks) {
    characters += block.plain.size();
  }
  EXPECT_EQ(characters, huge.size());
}

TEST(MarkdownRobustness, IndentIsBounded) {
  for (const MarkdownBlock& block :
       MarkdownDocument::blocksOf(u"> - "_qs.repeated(60) + u"deep"_qs, Source::Markdown)) {
    EXPECT_LE(block.indent, kMaxIndent);
    EXPECT_LE(block.quoteDepth, kMaxIndent);
  }
}

}  // namespace
}  // namespace alcove::ui
