// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "chats/chat_types.h"

namespace alcove::storage {
class Database;
}

namespace alcove::chats {

// The FTS5 expression for what a person typed: each word quoted and as a prefix, all required. No
// text can become a syntax error or an operator. Empty if there is no letter or digit.
[[nodiscard]] QString searchExpression(const QString& query);

// Titles first, then messages, best first; removed chats are left out. See ChatStore::search.
[[nodiscard]] QList<SearchHit> searchChats(const storage::Database& database, const QString& query,
                                           int limit);

}  // namespace alcove::chats
