// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/markdown_dump.h"

#include "chat/markdown/code_tokens.h"

namespace alcove::ui {
namespace {

QString place(const MarkdownBlock& block) {
  QString line;
  if (block.quoteDepth > 0) {
    line += QStringLiteral(" quote=%1").arg(block.quoteDepth);
  }
  if (block.indent > 0) {
    line += QStringLiteral(" indent=%1").arg(block.indent);
  }
  return line;
}

QString dumpText(const MarkdownBlock& block) {
  QString line = block.headingLevel > 0 ? QStringLiteral("heading%1").arg(block.headingLevel)
                                        : QStringLiteral("text");
  line += place(block);
  if (!block.marker.isEmpty()) {
    line += u" marker="_qs + block.marker;
  }
  if (block.task != TaskState::None) {
    line += block.task == TaskState::Done ? u" task=done"_qs : u" task=open"_qs;
  }
  return line + (block.html.isEmpty() ? QString() : u" | "_qs + block.html) + u"\n"_qs;
}

QString dumpTable(const MarkdownBlock& block) {
  QString text = u"table"_qs + place(block) + u" columns="_qs;
  for (const Qt::Alignment alignment : block.alignments) {
    text += alignment == Qt::AlignRight ? u'r' : alignment == Qt::AlignHCenter ? u'c' : u'l';
  }
  text += u"\n"_qs;
  for (const QStringList& row : block.rows) {
    text += u"  "_qs + row.join(QStringLiteral(" | ")) + u"\n"_qs;
  }
  return text;
}

}  // namespace

QString dumpBlocks(const QList<MarkdownBlock>& blocks) {
  QString text;
  for (const MarkdownBlock& block : blocks) {
    switch (block.kind) {
      case BlockKind::Text:
        text += dumpText(block);
        break;
      case BlockKind::Code:
        text += u"code"_qs + place(block) + u" language="_qs + block.language + u"\n"_qs;
        for (const QString& line : block.plain.split(u'\n')) {
          text += u"  "_qs + line + u"\n"_qs;
        }
        break;
      case BlockKind::Table:
        text += dumpTable(block);
        break;
      case BlockKind::Rule:
        text += u"rule"_qs + place(block) + u"\n"_qs;
        break;
    }
  }
  return text;
}

QString dumpTokens(const QString& label, const QString& code) {
  static const char* const kNames[] = {"keyword", "type",     "string", "number",
                                       "comment", "function", "key",    "directive"};
  const CodeLanguage* language = findCodeLanguage(label);
  if (language == nullptr) {
    return QStringLiteral("unknown language\n");
  }
  QString text;
  int state = CodeLine::kCodeStart;
  for (const QString& line : code.split(u'\n')) {
    const CodeLine result = tokenizeCodeLine(*language, line, state);
    state = result.state;
    QStringList words;
    for (const CodeToken& token : result.tokens) {
      words += QString::fromLatin1(kNames[static_cast<int>(token.kind)]) + u':' +
               line.mid(token.begin, token.length);
    }
    if (!words.isEmpty()) {
      text += words.join(u' ') + u"\n"_qs;
    }
  }
  return text;
}

}  // namespace alcove::ui
