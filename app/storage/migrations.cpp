// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "storage/database.h"
#include "storage/migrations/001_chats.h"

namespace alcove::storage {

std::span<const Migration> migrations() {
  static constexpr std::array kMigrations = {
      Migration{1, "chats, messages and their search index", kChatsMigration},
  };
  return kMigrations;
}

}  // namespace alcove::storage
