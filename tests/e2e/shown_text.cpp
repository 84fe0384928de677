// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "e2e/shown_text.h"

#include "chat/block_list_model.h"
#include "chat/markdown/markdown_document.h"

namespace alcove::e2e {
namespace {

QString lettersOnly(const QString& text) {
  QString letters;
  for (const QChar c : text) {
    if (c.isLetterOrNumber()) {
      letters += c;
    }
  }
  return letters;
}

bool isOfType(const QQuickItem* item, const char* type) {
  return QByteArray(item->metaObject()->className()).startsWith(QByteArray(type) + "_QML");
}

// A block's own words; the marker and language that stand beside it are part of what is read.
void addBlocks(const QQuickItem* item, QString& text) {
  if (isOfType(item, "BlockView")) {
    const bool isLaidOut = item->isVisible() && item->height() > 0;
    if (isLaidOut) {
      text +=
          lettersOnly(item->property("marker").toString() + item->property("language").toString() +
                      item->property("plain").toString());
    }
    return;
  }
  for (const QQuickItem* child : item->childItems()) {
    addBlocks(child, text);
  }
}

void addMessages(QQuickItem* item, QHash<qint64, QString>& texts) {
  if (isOfType(item, "MessageDelegate")) {
    QString text;
    addBlocks(item, text);
    texts.insert(item->property("messageId").toLongLong(), text);
    return;
  }
  for (QQuickItem* child : item->childItems()) {
    addMessages(child, texts);
  }
}

}  // namespace

QHash<qint64, QString> shownTexts(QQuickItem* root) {
  QHash<qint64, QString> texts;
  addMessages(root, texts);
  return texts;
}

QString lettersOf(const QString& text, bool isAnswer) {
  using ui::MarkdownDocument;
  const auto source =
      isAnswer ? MarkdownDocument::Source::Markdown : MarkdownDocument::Source::PlainText;
  QString letters;
  for (const ui::MarkdownBlock& block : MarkdownDocument::blocksOf(text, source)) {
    letters += lettersOnly(block.marker + block.language + block.plain);
  }
  return letters;
}

}  // namespace alcove::e2e
