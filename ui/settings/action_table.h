// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <span>

namespace alcove::ui {

// What a person can do by a shortcut.
struct Action {
  enum class Group { Everywhere, Pages, Chat };
  const char* id;           // its name in settings.shortcuts
  const char* title;        // source text, in the context "Action"
  const char* defaultKeys;  // portable text of a QKeySequence
  const char* alsoKeys;     // a second one that always works; may be null
  Group group;
  bool rebindable;  // false: a key of the page itself, listed for reference
};

// Every action, in the order of the shortcut sheet. A new one is a row here and, unless a page
// handles it by itself, a line in ShellViewModel::runAction().
[[nodiscard]] std::span<const Action> actionTable();
[[nodiscard]] QString actionTitle(const Action& action);
[[nodiscard]] QString actionGroupTitle(Action::Group group);

}  // namespace alcove::ui
