// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_types.h"

#include <array>
#include <utility>

namespace alcove::chats {
namespace {

constexpr std::array kRoles = {
    std::pair{Role::System, "system"},
    std::pair{Role::User, "user"},
    std::pair{Role::Assistant, "assistant"},
};
constexpr std::array kStates = {
    std::pair{MessageState::Complete, "complete"},
    std::pair{MessageState::Streaming, "streaming"},
    std::pair{MessageState::Stopped, "stopped"},
    std::pair{MessageState::Interrupted, "interrupted"},
    std::pair{MessageState::Failed, "failed"},
};

template <typename Rows, typename Value>
QString nameIn(const Rows& rows, Value value) {
  for (const auto& [candidate, name] : rows) {
    if (candidate == value) return QString::fromLatin1(name);
  }
  return {};
}

template <typename Rows>
auto valueIn(const Rows& rows, const QString& name) {
  for (const auto& [value, candidate] : rows) {
    if (name == QLatin1String(candidate)) return value;
  }
  return rows.back().first;
}

}  // namespace

QString roleName(Role role) { return nameIn(kRoles, role); }
QString messageStateName(MessageState state) { return nameIn(kStates, state); }
Role roleFromName(const QString& name) { return valueIn(kRoles, name); }
MessageState messageStateFromName(const QString& name) { return valueIn(kStates, name); }

}  // namespace alcove::chats
