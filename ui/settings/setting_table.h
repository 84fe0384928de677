// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QVariantList>
#include <span>

namespace alcove::ui {

// How a setting is shown and changed.
enum class SettingKind { Number, Choice, Switch, Text };

// One value of a Choice. Texts are source texts in the context "Setting".
struct SettingChoice {
  const char* value;
  const char* text;
};

// One row of the settings page: a property of settings::Settings and its words.
struct Setting {
  const char* property;  // of settings::Settings; read, written and followed by that name
  const char* category;  // of settingCategories()
  SettingKind kind;
  const char* title;        // source text, in the context "Setting"
  const char* description;  // one or two sentences; the exact term stands here
  // Number:
  double from = 0;
  double to = 0;
  double step = 0;
  int decimals = 0;
  const char* zeroText = nullptr;  // what 0 means, where it means something else
  bool slider = false;
  // Choice:
  std::span<const SettingChoice> choices = {};
};

struct SettingCategory {
  const char* id;
  const char* title;  // source text, in the context "Setting"
  const char* iconName;
  const char* url;  // the QML of its part of the page
};

// Every setting that the page shows, in its order. A new one is a property of settings::Settings
// and a row here.
[[nodiscard]] std::span<const Setting> settingTable();
[[nodiscard]] std::span<const SettingCategory> settingCategories();
[[nodiscard]] QString settingText(const char* source);
// [{value, text}], for QML.
[[nodiscard]] QVariantList settingChoices(const Setting& setting);

}  // namespace alcove::ui
