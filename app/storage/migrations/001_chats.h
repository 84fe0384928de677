// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

namespace alcove::storage {

// Chats as trees of messages.
//
// parent_id has no cascade: deleting a chat removes its messages through chat_id in one go, while
// a cascade from message to message would pass SQLite's depth limit in a long chat. The check is
// deferred so that the order within one deletion does not matter.
//
// A streaming answer grows in message_pieces, one small row per batch, so that writing a batch
// costs the same at the end of a long answer as at its start; when it ends, the pieces move into
// messages.text, and from there into the search index.
inline constexpr std::array kChatsMigration = {
    "CREATE TABLE chats ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " title TEXT NOT NULL,"
    " title_automatic INTEGER NOT NULL DEFAULT 1,"
    " created_ms INTEGER NOT NULL,"
    " changed_ms INTEGER NOT NULL,"
    " change_number INTEGER NOT NULL,"  // orders the list, whatever the clock does
    " removed_ms INTEGER,"
    " selected_leaf_id INTEGER)",
    "CREATE INDEX chats_by_change ON chats(change_number)",
    "CREATE TABLE messages ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " chat_id INTEGER NOT NULL REFERENCES chats(id) ON DELETE CASCADE,"
    " parent_id INTEGER REFERENCES messages(id) DEFERRABLE INITIALLY DEFERRED,"
    " selected_child_id INTEGER,"
    " role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),"
    " state TEXT NOT NULL"
    "  CHECK (state IN ('complete', 'streaming', 'stopped', 'interrupted', 'failed')),"
    " text TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL,"
    " stats TEXT NOT NULL DEFAULT '{}',"
    " writer TEXT)",  // which process streams it
    "CREATE INDEX messages_by_parent ON messages(chat_id, parent_id, id)",
    "CREATE INDEX messages_by_parent_only ON messages(parent_id)",  // for the foreign key
    "CREATE INDEX messages_streaming ON messages(state) WHERE state = 'streaming'",
    "CREATE TABLE message_pieces ("
    " message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,"
    " sequence INTEGER NOT NULL,"
    " text TEXT NOT NULL,"
    " PRIMARY KEY (message_id, sequence)) WITHOUT ROWID",

    "CREATE VIRTUAL TABLE message_search USING fts5("
    " text, content='messages', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER message_search_insert AFTER INSERT ON messages BEGIN"
    " INSERT INTO message_search(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER message_search_delete AFTER DELETE ON messages BEGIN"
    " INSERT INTO message_search(message_search, rowid, text)"
    " VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER message_search_update AFTER UPDATE OF text ON messages BEGIN"
    " INSERT INTO message_search(message_search, rowid, text)"
    " VALUES ('delete', old.id, old.text);"
    " INSERT INTO message_search(rowid, text) VALUES (new.id, new.text); END",

    "CREATE VIRTUAL TABLE chat_search USING fts5("
    " title, content='chats', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER chat_search_insert AFTER INSERT ON chats BEGIN"
    " INSERT INTO chat_search(rowid, title) VALUES (new.id, new.title); END",
    "CREATE TRIGGER chat_search_delete AFTER DELETE ON chats BEGIN"
    " INSERT INTO chat_search(chat_search, rowid, title)"
    " VALUES ('delete', old.id, old.title); END",
    "CREATE TRIGGER chat_search_update AFTER UPDATE OF title ON chats BEGIN"
    " INSERT INTO chat_search(chat_search, rowid, title)"
    " VALUES ('delete', old.id, old.title);"
    " INSERT INTO chat_search(rowid, title) VALUES (new.id, new.title); END",
};

}  // namespace alcove::storage
