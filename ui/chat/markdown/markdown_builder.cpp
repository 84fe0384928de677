// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/markdown_builder.h"

#include <QUrl>
#include <algorithm>

#include "chat/markdown/html_entities.h"
#include "chat/markdown/markdown_parser.h"

namespace alcove::ui {
namespace {

QString attributeText(const MD_ATTRIBUTE& attribute) {
  QString result;
  for (int i = 0; attribute.text != nullptr && attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET begin = attribute.substr_offsets[i];
    const QString part = QString::fromUtf8(
        attribute.text + begin, static_cast<qsizetype>(attribute.substr_offsets[i + 1] - begin));
    switch (attribute.substr_types[i]) {
      case MD_TEXT_ENTITY:
        result += decodedEntity(part);
        break;
      case MD_TEXT_NULLCHAR:
        result += QChar::ReplacementCharacter;
        break;
      default:
        result += part;
    }
  }
  return result;
}

// The address as it may stand in an anchor, or nothing if a click on it must do nothing.
QString safeAddress(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  const QString scheme = url.scheme().toLower();
  const bool isWeb = (scheme == u"http" || scheme == u"https") && !url.host().isEmpty();
  if (!url.isValid() || !(isWeb || scheme == u"mailto")) {
    return {};
  }
  return url.toString(QUrl::FullyEncoded);
}

Qt::Alignment alignmentOf(MD_ALIGN align) {
  switch (align) {
    case MD_ALIGN_CENTER:
      return Qt::AlignHCenter;
    case MD_ALIGN_RIGHT:
      return Qt::AlignRight;
    default:
      return Qt::AlignLeft;
  }
}

struct InlineTag {
  MD_SPANTYPE span;
  const char16_t* open;
  const char16_t* close;
};
constexpr InlineTag kInlineTags[] = {
    {MD_SPAN_EM, u"<i>", u"</i>"},
    {MD_SPAN_STRONG, u"<b>", u"</b>"},
    {MD_SPAN_DEL, u"<s>", u"</s>"},
    {MD_SPAN_CODE, u"<code>", u"</code>"},
};

}  // namespace

MarkdownBlock MarkdownBuilder::newBlock(BlockKind kind) const {
  MarkdownBlock block;
  block.kind = kind;
  block.indent = std::min<int>(static_cast<int>(m_lists.size()), kMaxIndent);
  block.quoteDepth = std::min(m_quoteDepth, kMaxIndent);
  return block;
}

void MarkdownBuilder::appendBlock(MarkdownBlock block) {
  if (m_hasPendingItem && block.kind != BlockKind::Text) {
    // An item that begins with code or a table: its marker stands on a line of its own.
    MarkdownBlock label = newBlock(BlockKind::Text);
    label.marker = std::exchange(m_pendingMarker, {});
    label.task = std::exchange(m_pendingTask, TaskState::None);
    m_blocks.append(std::move(label));
    m_hasPendingItem = false;
  }
  m_blocks.append(std::move(block));
}

bool MarkdownBuilder::isOverLimits() const {
  return m_blocks.size() > kMaxMarkdownBlocks || m_cells > kMaxTableCells;
}

void MarkdownBuilder::beginText(int headingLevel) {
  m_inText = true;
  m_headingLevel = headingLevel;
  m_openTags.clear();
  m_html.clear();
  m_plain.clear();
}

void MarkdownBuilder::endText() {
  if (!m_inText) {
    return;
  }
  m_inText = false;
  MarkdownBlock block = newBlock(BlockKind::Text);
  block.headingLevel = m_headingLevel;
  block.html = takeHtml();
  block.plain = std::exchange(m_plain, {});
  if (m_hasPendingItem) {
    block.marker = std::exchange(m_pendingMarker, {});
    block.task = std::exchange(m_pendingTask, TaskState::None);
    m_hasPendingItem = false;
  }
  appendBlock(std::move(block));
}

void MarkdownBuilder::enterItem(const MD_BLOCK_LI_DETAIL& detail) {
  if (m_lists.isEmpty()) {
    return;
  }
  List& list = m_lists.last();
  m_hasPendingItem = true;
  m_pendingMarker =
      list.ordered ? QString::number(list.number++) + list.delimiter : QStringLiteral("•");
  if (detail.is_task) {
    m_pendingTask = detail.task_mark == ' ' ? TaskState::Open : TaskState::Done;
    m_pendingMarker.clear();
  }
}

void MarkdownBuilder::leaveItem() {
  endText();
  if (m_hasPendingItem) {  // an empty item still has its marker
    beginText(0);
    endText();
  }
}

int MarkdownBuilder::enterBlock(MD_BLOCKTYPE type, const void* detail) {
  if (type != MD_BLOCK_DOC && type != MD_BLOCK_TR && type != MD_BLOCK_TH && type != MD_BLOCK_TD &&
      type != MD_BLOCK_THEAD && type != MD_BLOCK_TBODY) {
    endText();  // the text of a tight item ends where a block inside it begins
  }
  switch (type) {
    case MD_BLOCK_QUOTE:
      ++m_quoteDepth;
      break;
    case MD_BLOCK_UL:
      m_lists.append(List{});
      break;
    case MD_BLOCK_OL: {
      const auto* list = static_cast<const MD_BLOCK_OL_DETAIL*>(detail);
      m_lists.append(List{true, list->start, QLatin1Char(list->mark_delimiter)});
      break;
    }
    case MD_BLOCK_LI:
      enterItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
      break;
    case MD_BLOCK_HR:
      appendBlock(newBlock(BlockKind::Rule));
      break;
    case MD_BLOCK_H:
      beginText(static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level));
      break;
    case MD_BLOCK_P:
      beginText(0);
      break;
    case MD_BLOCK_CODE:
      m_code = newBlock(BlockKind::Code);
      m_code.language = attributeText(static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->lang);
      m_inCode = true;
      break;
    case MD_BLOCK_TABLE:
      m_table = newBlock(BlockKind::Table);
      break;
    case MD_BLOCK_TR:
      m_table.rows.append(QStringList{});
      m_table.plainRows.append(QStringList{});
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      if (m_table.rows.size() == 1) {
        m_table.alignments.append(
            alignmentOf(static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align));
      }
      m_inCell = true;
      m_openTags.clear();
      m_html.clear();
      m_plain.clear();
      ++m_cells;
      break;
    default:
      break;
  }
  return isOverLimits() ? 1 : 0;
}

int MarkdownBuilder::leaveBlock(MD_BLOCKTYPE type, const void*) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      --m_quoteDepth;
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      m_lists.removeLast();
      break;
    case MD_BLOCK_LI:
      leaveItem();
      break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
      endText();
      break;
    case MD_BLOCK_CODE:
      m_inCode = false;
      if (m_code.plain.endsWith(u'\n')) {
        m_code.plain.chop(1);
      }
      appendBlock(std::exchange(m_code, {}));
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      m_inCell = false;
      m_table.rows.last().append(takeHtml());
      m_table.plainRows.last().append(std::exchange(m_plain, {}));
      break;
    case MD_BLOCK_TABLE:
      appendBlock(std::exchange(m_table, {}));
      break;
    default:
      break;
  }
  return isOverLimits() ? 1 : 0;
}

void MarkdownBuilder::openTag(OpenTag tag) {
  m_html += tag.open;
  m_openTags.append(std::move(tag));
}

// md4c's events may overlap where a bare link swallows the end of an emphasis, so tags are closed
// and opened again around the one that ends.
void MarkdownBuilder::closeTag(MD_SPANTYPE span) {
  qsizetype found = m_openTags.size() - 1;
  while (found >= 0 && m_openTags[found].span != span) {
    --found;
  }
  if (found < 0) {
    return;
  }
  for (qsizetype i = m_openTags.size() - 1; i >= found; --i) {
    m_html += m_openTags[i].close;
  }
  m_openTags.removeAt(found);
  for (qsizetype i = found; i < m_openTags.size(); ++i) {
    m_html += m_openTags[i].open;
  }
}

QString MarkdownBuilder::takeHtml() {
  while (!m_openTags.isEmpty()) {
    m_html += m_openTags.takeLast().close;
  }
  return std::exchange(m_html, {});
}

int MarkdownBuilder::enterSpan(MD_SPANTYPE type, const void* detail) {
  if (!m_inText && !m_inCell) {
    beginText(0);
  }
  if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
    const bool isImage = type == MD_SPAN_IMG;
    const QString address =
        safeAddress(attributeText(isImage ? static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src
                                          : static_cast<const MD_SPAN_A_DETAIL*>(detail)->href));
    // An image inside a link is part of that link.
    const bool isInLink =
        std::any_of(m_openTags.cbegin(), m_openTags.cend(), [](const OpenTag& tag) {
          return !tag.close.isEmpty() && (tag.span == MD_SPAN_A || tag.span == MD_SPAN_IMG);
        });
    if (address.isEmpty() || isInLink) {
      openTag({type, {}, {}});
    } else {
      openTag({type, QStringLiteral("<a href=\"%1\">").arg(address.toHtmlEscaped()),
               QStringLiteral("</a>")});
    }
    if (isImage) {
      appendRun(QStringLiteral("🖼 "));
    }
    return 0;
  }
  for (const InlineTag& tag : kInlineTags) {
    if (tag.span == type) {
      openTag({type, QString::fromUtf16(tag.open), QString::fromUtf16(tag.close)});
    }
  }
  return 0;
}

int MarkdownBuilder::leaveSpan(MD_SPANTYPE type, const void*) {
  closeTag(type);
  return 0;
}

void MarkdownBuilder::appendRun(const QString& text) {
  m_html += escapedHtml(text);
  m_plain += text;
}

int MarkdownBuilder::addText(MD_TEXTTYPE type, const char* text, MD_SIZE size) {
  const QString run = QString::fromUtf8(text, static_cast<qsizetype>(size));
  if (m_inCode) {
    m_code.plain += type == MD_TEXT_NULLCHAR ? QString(QChar::ReplacementCharacter) : run;
    return 0;
  }
  if (!m_inText && !m_inCell) {
    beginText(0);
  }
  switch (type) {
    case MD_TEXT_NULLCHAR:
      appendRun(QString(QChar::ReplacementCharacter));
      break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      appendRun(QStringLiteral("\n"));
      break;
    case MD_TEXT_ENTITY:
      appendRun(decodedEntity(run));
      break;
    default:
      appendRun(run);
  }
  return 0;
}

}  // namespace alcove::ui
