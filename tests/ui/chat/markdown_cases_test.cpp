// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Runs the files of tests/cases/markdown. A case is "=== what it shows", the input, "==>" with how
// to read it (blocks, streaming, or a language to highlight), and the expected lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>

#include "chat/markdown/markdown_document.h"
#include "ui/chat/markdown_dump.h"

namespace alcove::ui {
namespace {

struct MarkdownCase {
  QString file;
  QString name;
  QString input;
  QString mode;
  QString expected;
};

QList<MarkdownCase> readCases(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QList<MarkdownCase> cases;
  bool inExpected = false;
  for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
    if (line.startsWith(u"=== ")) {
      cases.append({QFileInfo(path).fileName(), line.mid(4), {}, {}, {}});
      inExpected = false;
    } else if (cases.isEmpty()) {
      continue;  // the file's own comment
    } else if (line.startsWith(u"==> ")) {
      cases.last().mode = line.mid(4);
      inExpected = true;
    } else if (inExpected) {
      cases.last().expected += line.isEmpty() ? QString() : line + u'\n';
    } else {
      cases.last().input += line + u'\n';
    }
  }
  for (MarkdownCase& one : cases) {
    one.input.chop(1);
    one.input.replace(u"\\EOL"_qs, u"\n"_qs);  // a line break at the very end of the input
  }
  return cases;
}

QString run(const MarkdownCase& one) {
  using Source = MarkdownDocument::Source;
  if (one.mode == u"blocks") {
    return dumpBlocks(MarkdownDocument::blocksOf(one.input, Source::Markdown));
  }
  if (one.mode == u"streaming") {
    return dumpBlocks(MarkdownDocument::blocksOf(one.input, Source::StreamingMarkdown));
  }
  if (one.mode == u"plain") {
    return dumpBlocks(MarkdownDocument::blocksOf(one.input, Source::PlainText));
  }
  return dumpTokens(one.mode, one.input);
}

TEST(MarkdownCases, EveryFile) {
  const QDir folder(qEnvironmentVariable("ALCOVE_SOURCE_DIR") + u"/tests/cases/markdown"_qs);
  const QStringList names = folder.entryList({u"*.case"_qs}, QDir::Files, QDir::Name);
  ASSERT_GE(names.size(), 4) << "no case files in " << folder.path().toStdString();
  int count = 0;
  for (const QString& name : names) {
    for (const MarkdownCase& one : readCases(folder.filePath(name))) {
      ++count;
      EXPECT_EQ(run(one).toStdString(), one.expected.toStdString())
          << one.file.toStdString() << ": " << one.name.toStdString();
    }
  }
  EXPECT_GE(count, 40);
}

}  // namespace
}  // namespace alcove::ui
