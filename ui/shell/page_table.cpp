// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/page_table.h"

#include <QCoreApplication>

#include "chat/chat_view_model.h"
#include "hardware/hardware_view_model.h"
#include "models/models_view_model.h"
#include "server/server_view_model.h"
#include "settings/settings_view_model.h"

namespace alcove::ui {

namespace {

QObject* makeChat(const PageContext& context, QObject* parent) {
  return new ChatViewModel(context.application, context.navigation, parent);
}

QObject* makeModels(const PageContext& context, QObject* parent) {
  return new ModelsViewModel(context.application, context.navigation, parent);
}

QObject* makeHardware(const PageContext& context, QObject* parent) {
  return new HardwareViewModel(context.application, context.navigation, parent);
}

QObject* makeServer(const PageContext& context, QObject* parent) {
  return new ServerViewModel(context.application, context.navigation, parent);
}

QObject* makeSettings(const PageContext& context, QObject* parent) {
  return new SettingsViewModel(context.application, context.navigation, context.actions, parent);
}

constexpr Page kPages[] = {
    {"chat", QT_TRANSLATE_NOOP("Page", "Chat"), "chat", "qrc:/qt/qml/Alcove/Chat/ChatPage.qml",
     "page.chat", false, true, makeChat},
    {"models", QT_TRANSLATE_NOOP("Page", "Models"), "models",
     "qrc:/qt/qml/Alcove/Models/ModelsPage.qml", "page.models", false, false, makeModels},
    {"hardware", QT_TRANSLATE_NOOP("Page", "Hardware"), "cpu",
     "qrc:/qt/qml/Alcove/Hardware/HardwarePage.qml", "page.hardware", false, false, makeHardware},
    {"server", QT_TRANSLATE_NOOP("Page", "Server"), "server",
     "qrc:/qt/qml/Alcove/Server/ServerPage.qml", "page.server", false, false, makeServer},
    {"settings", QT_TRANSLATE_NOOP("Page", "Settings"), "settings",
     "qrc:/qt/qml/Alcove/Settings/SettingsPage.qml", "page.settings", true, false, makeSettings},
};

}  // namespace

std::span<const Page> pageTable() { return kPages; }

QString pageTitle(const Page& page) { return QCoreApplication::translate("Page", page.title); }

}  // namespace alcove::ui
