// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTemporaryDir>

#include "chats/chat_store.h"
#include "chats/conversation.h"
#include "client/engine_client.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "settings/settings.h"
#include "storage/database.h"

namespace alcove::test {

// The services around one engine program, in a folder of their own.
struct EngineRig {
  explicit EngineRig(const QString& program) : process(program) {}

  void load(const QString& path) {
    client::LoadRequest request;
    request.path = path;
    session.load(request);
    process.start();
  }
  [[nodiscard]] bool isReady() const {
    return session.state() == client::ModelSession::State::Ready;
  }

  QTemporaryDir folder;
  settings::Settings settings{folder.filePath("settings.json")};
  storage::Database database{folder.filePath("alcove.sqlite")};
  chats::ChatStore store{database, folder.filePath("writers")};
  client::EngineProcess process;
  client::EngineClient client;
  client::ModelSession session{process, client};
  chats::Conversation conversation{store, client, session, settings};
};

}  // namespace alcove::test
