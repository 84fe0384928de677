// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_search.h"

#include <QRegularExpression>
#include <QVariant>

#include "storage/database.h"

namespace alcove::chats {
namespace {

// Around each found word in what SQLite hands back; private-use characters that no one types.
constexpr char16_t kMarkStart = 0xE0F0;
constexpr char16_t kMarkEnd = 0xE0F1;
constexpr int kMaxWords = 32;
constexpr int kSnippetWords = 16;

// Takes the marks out of `marked` into highlights, and makes one line of it.
void readSnippet(const QString& marked, SearchHit& hit) {
  int start = -1;
  for (const QChar c : marked) {
    if (c == kMarkStart) {
      start = static_cast<int>(hit.snippet.size());
    } else if (c == kMarkEnd) {
      if (start >= 0) {
        hit.highlights << Highlight{start, static_cast<int>(hit.snippet.size()) - start};
      }
      start = -1;
    } else if (!c.isSpace()) {
      hit.snippet += c;
    } else if (!hit.snippet.isEmpty() && !hit.snippet.back().isSpace()) {
      hit.snippet += u' ';
    }
  }
}

SearchHit readHit(const QSqlQuery& row) {
  SearchHit hit;
  hit.chatId = row.value(0).toLongLong();
  hit.chatTitle = row.value(1).toString();
  hit.messageId = row.value(2).toLongLong();
  hit.role = roleFromName(row.value(3).toString());
  readSnippet(row.value(4).toString(), hit);
  hit.changedAt = QDateTime::fromMSecsSinceEpoch(row.value(5).toLongLong());
  return hit;
}

}  // namespace

QString searchExpression(const QString& query) {
  static const QRegularExpression kWord(QStringLiteral("[\\p{L}\\p{M}\\p{N}]+"),
                                        QRegularExpression::UseUnicodePropertiesOption);
  static const QRegularExpression kLetterOrDigit(QStringLiteral("[\\p{L}\\p{N}]"));
  QStringList words;
  auto match = kWord.globalMatch(query);
  while (match.hasNext() && words.size() < kMaxWords) {
    const QString word = match.next().captured();
    if (word.contains(kLetterOrDigit)) words << u'"' + word + QStringLiteral("\"*");
  }
  return words.join(u' ');
}

QList<SearchHit> searchChats(const storage::Database& database, const QString& query, int limit) {
  const QString expression = searchExpression(query);
  QList<SearchHit> hits;
  if (expression.isEmpty() || limit <= 0) return hits;
  const QString start(QChar{kMarkStart});
  const QString end(QChar{kMarkEnd});

  QSqlQuery titles = database.run(
      QStringLiteral(
          "SELECT c.id, c.title, 0, 'user', highlight(chat_search, 0, ?, ?), c.changed_ms"
          " FROM chat_search JOIN chats c ON c.id = chat_search.rowid"
          " WHERE chat_search MATCH ? AND c.removed_ms IS NULL"
          " ORDER BY bm25(chat_search), c.change_number DESC LIMIT ?"),
      {start, end, expression, limit});
  while (titles.next()) hits << readHit(titles);

  QSqlQuery messages = database.run(
      QStringLiteral(
          "SELECT c.id, c.title, m.id, m.role, snippet(message_search, 0, ?, ?, '…', %1),"
          " c.changed_ms"
          " FROM message_search JOIN messages m ON m.id = message_search.rowid"
          " JOIN chats c ON c.id = m.chat_id"
          " WHERE message_search MATCH ? AND c.removed_ms IS NULL"
          " ORDER BY bm25(message_search), m.id DESC LIMIT ?")
          .arg(kSnippetWords),
      {start, end, expression, limit - static_cast<int>(hits.size())});
  while (messages.next()) hits << readHit(messages);
  return hits;
}

}  // namespace alcove::chats
