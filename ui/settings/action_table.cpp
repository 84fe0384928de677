// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/action_table.h"

#include <QCoreApplication>

namespace alcove::ui {

namespace {

using Group = Action::Group;

constexpr Action kActions[] = {
    {"newChat", QT_TRANSLATE_NOOP("Action", "New chat"), "Ctrl+N", nullptr, Group::Everywhere,
     true},
    {"palette", QT_TRANSLATE_NOOP("Action", "Command palette"), "Ctrl+K", nullptr,
     Group::Everywhere, true},
    {"find", QT_TRANSLATE_NOOP("Action", "Search all chats"), "Ctrl+F", nullptr, Group::Everywhere,
     true},
    {"model", QT_TRANSLATE_NOOP("Action", "Choose a model"), "Ctrl+L", nullptr, Group::Everywhere,
     true},
    {"sidebar", QT_TRANSLATE_NOOP("Action", "Show or hide the chat list"), "Ctrl+B", nullptr,
     Group::Everywhere, true},
    {"shortcuts", QT_TRANSLATE_NOOP("Action", "Keyboard shortcuts"), "Ctrl+/", "F1",
     Group::Everywhere, true},
    {"quit", QT_TRANSLATE_NOOP("Action", "Quit Alcove"), "Ctrl+Q", nullptr, Group::Everywhere,
     true},
    {"page.chat", QT_TRANSLATE_NOOP("Action", "Go to Chat"), "Ctrl+1", nullptr, Group::Pages, true},
    {"page.models", QT_TRANSLATE_NOOP("Action", "Go to Models"), "Ctrl+2", nullptr, Group::Pages,
     true},
    {"page.hardware", QT_TRANSLATE_NOOP("Action", "Go to Hardware"), "Ctrl+3", nullptr,
     Group::Pages, true},
    {"page.server", QT_TRANSLATE_NOOP("Action", "Go to Server"), "Ctrl+4", nullptr, Group::Pages,
     true},
    {"page.settings", QT_TRANSLATE_NOOP("Action", "Go to Settings"), "Ctrl+,", "Ctrl+5",
     Group::Pages, true},
    {"send", QT_TRANSLATE_NOOP("Action", "Send the message"), "Return", nullptr, Group::Chat,
     false},
    {"newLine", QT_TRANSLATE_NOOP("Action", "New line in the message"), "Shift+Return", nullptr,
     Group::Chat, false},
    {"stop", QT_TRANSLATE_NOOP("Action", "Stop the answer"), "Esc", nullptr, Group::Chat, false},
    {"editLast", QT_TRANSLATE_NOOP("Action", "Edit the last message"), "Up", nullptr, Group::Chat,
     false},
    {"renameChat", QT_TRANSLATE_NOOP("Action", "Rename the chat in the list"), "F2", nullptr,
     Group::Chat, false},
    {"deleteChat", QT_TRANSLATE_NOOP("Action", "Delete the chat in the list"), "Del", nullptr,
     Group::Chat, false},
};

}  // namespace

std::span<const Action> actionTable() { return kActions; }

QString actionTitle(const Action& action) {
  return QCoreApplication::translate("Action", action.title);
}

QString actionGroupTitle(Action::Group group) {
  switch (group) {
    case Group::Everywhere:
      return QCoreApplication::translate("Action", "Everywhere");
    case Group::Pages:
      return QCoreApplication::translate("Action", "Pages");
    case Group::Chat:
      return QCoreApplication::translate("Action", "In a chat");
  }
  return {};
}

}  // namespace alcove::ui
