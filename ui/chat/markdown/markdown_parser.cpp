// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/markdown_parser.h"

#include <algorithm>

#include "chat/markdown/markdown_builder.h"

namespace alcove::ui {
namespace {

constexpr qsizetype kPlainBlockChars = 4000;

int enterBlock(MD_BLOCKTYPE type, void* detail, void* builder) {
  return static_cast<MarkdownBuilder*>(builder)->enterBlock(type, detail);
}
int leaveBlock(MD_BLOCKTYPE type, void* detail, void* builder) {
  return static_cast<MarkdownBuilder*>(builder)->leaveBlock(type, detail);
}
int enterSpan(MD_SPANTYPE type, void* detail, void* builder) {
  return static_cast<MarkdownBuilder*>(builder)->enterSpan(type, detail);
}
int leaveSpan(MD_SPANTYPE type, void* detail, void* builder) {
  return static_cast<MarkdownBuilder*>(builder)->leaveSpan(type, detail);
}
int addText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* builder) {
  return static_cast<MarkdownBuilder*>(builder)->addText(type, text, size);
}

}  // namespace

QString escapedHtml(QStringView text) {
  QString html;
  html.reserve(text.size() + text.size() / 8);
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    if (c == u'<') {
      html += u"&lt;";
    } else if (c == u'>') {
      html += u"&gt;";
    } else if (c == u'&') {
      html += u"&amp;";
    } else if (c == u'"') {
      html += u"&quot;";
    } else if (c == u'\n') {
      html += u"<br/>";
    } else {
      html += c;
    }
  }
  return html;
}

QList<MarkdownBlock> plainBlocks(const QString& text) {
  QList<MarkdownBlock> blocks;
  qsizetype begin = 0;
  while (begin < text.size()) {
    qsizetype end = std::min(begin + kPlainBlockChars, text.size());
    if (end < text.size()) {
      const qsizetype lineEnd = text.lastIndexOf(u'\n', end);
      if (lineEnd > begin) {
        end = lineEnd + 1;
      } else if (text[end].isLowSurrogate()) {
        ++end;
      }
    }
    MarkdownBlock block;
    block.plain = text.mid(begin, end - begin);
    if (end < text.size() && block.plain.endsWith(u'\n')) {
      block.plain.chop(1);  // the gap between two blocks already breaks the line
    }
    block.html = escapedHtml(block.plain);
    blocks.append(block);
    begin = end;
  }
  return blocks;
}

QList<MarkdownBlock> parseMarkdown(const QString& text) {
  const QByteArray utf8 = text.toUtf8();
  if (utf8.size() > kMaxMarkdownBytes) {
    return plainBlocks(text);
  }
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = ui::enterBlock;
  parser.leave_block = ui::leaveBlock;
  parser.enter_span = ui::enterSpan;
  parser.leave_span = ui::leaveSpan;
  parser.text = ui::addText;
  MarkdownBuilder builder;
  if (md_parse(utf8.constData(), static_cast<MD_SIZE>(utf8.size()), &parser, &builder) != 0) {
    return plainBlocks(text);
  }
  return builder.takeBlocks();
}

}  // namespace alcove::ui
