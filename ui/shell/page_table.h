// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <span>

class QObject;

namespace alcove::core {
class Application;
}

namespace alcove::ui {

class ActionModel;
class Navigation;

// What a page's view model may ask for. All references outlive every view model.
struct PageContext {
  core::Application& application;
  Navigation& navigation;
  ActionModel& actions;
};

// One page of the window.
struct Page {
  const char* id;        // what Navigation::goTo() takes
  const char* title;     // source text, in the context "Page"
  const char* iconName;  // resources/icons
  const char* url;       // its QML; the root has `required property … viewModel`
  const char* actionId;  // of action_table.h: gives the shortcut
  bool atFoot;           // at the foot of the rail
  bool hasChatList;      // the sidebar with the chats belongs to it
  // Makes the page's view model, owned by `parent`; called when the page is first shown.
  QObject* (*makeViewModel)(const PageContext& context, QObject* parent);
};

// The pages in the rail's order. A new page is a folder of ui/ and a row here.
[[nodiscard]] std::span<const Page> pageTable();
[[nodiscard]] QString pageTitle(const Page& page);

}  // namespace alcove::ui
