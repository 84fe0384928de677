// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/setting_table.h"

#include <QCoreApplication>
#include <QVariantMap>

namespace alcove::ui {

namespace {

#define TEXT(source) QT_TRANSLATE_NOOP("Setting", source)

constexpr SettingChoice kThemes[] = {{"system", TEXT("System")},
                                     {"light", TEXT("Light")},
                                     {"dark", TEXT("Dark")},
                                     {"contrast", TEXT("High contrast")}};
constexpr SettingChoice kTextSizes[] = {{"0.9", TEXT("Small")},
                                        {"1", TEXT("Normal")},
                                        {"1.15", TEXT("Large")},
                                        {"1.35", TEXT("Larger")}};
constexpr SettingChoice kPolicies[] = {{"stop", TEXT("Stop and say so")},
                                       {"slide", TEXT("Drop the oldest, keep the beginning")},
                                       {"middle_out", TEXT("Drop the middle")}};
constexpr SettingChoice kDevices[] = {{"auto", TEXT("Automatic")},
                                      {"cpu", TEXT("Processor (CPU)")},
                                      {"vulkan", TEXT("Graphics card (Vulkan)")},
                                      {"cuda", TEXT("Graphics card (CUDA)")}};

constexpr SettingChoice kCacheTypes[] = {{"auto", TEXT("Automatic")},
                                         {"Q4_0", TEXT("4 bits (Q4_0)")},
                                         {"Q8_0", TEXT("8 bits (Q8_0)")},
                                         {"F16", TEXT("16 bits (F16)")},
                                         {"F32", TEXT("32 bits (F32)")}};

constexpr Setting kSettings[] = {
    {.property = "theme",
     .category = "appearance",
     .kind = SettingKind::Choice,
     .title = TEXT("Theme"),
     .description = TEXT("System follows what the desktop uses."),
     .choices = kThemes},
    {.property = "textScale",
     .category = "appearance",
     .kind = SettingKind::Choice,
     .title = TEXT("Text size"),
     .description = TEXT("Applies to the whole window."),
     .choices = kTextSizes},
    {.property = "reduceMotion",
     .category = "appearance",
     .kind = SettingKind::Switch,
     .title = TEXT("Reduce motion"),
     .description = TEXT("Things appear at once, without sliding or fading.")},

    {.property = "systemPrompt",
     .category = "answers",
     .kind = SettingKind::Text,
     .title = TEXT("Instructions for every chat"),
     .description = TEXT("Told to the model before your first message (system prompt). Leave it "
                         "empty to send none.")},
    {.property = "temperature",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Temperature"),
     .description = TEXT("Low gives sober, repeatable answers; high gives varied ones. 0 always "
                         "takes the likeliest token."),
     .from = 0,
     .to = 2,
     .step = 0.05,
     .decimals = 2,
     .slider = true},
    {.property = "maxTokens",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Longest answer"),
     .description = TEXT("In tokens; a token is about four letters of English."),
     .from = 0,
     .to = 1'000'000,
     .step = 64,
     .zeroText = TEXT("No limit")},
    {.property = "topK",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Top-k"),
     .description = TEXT("Only the k likeliest tokens are drawn from."),
     .from = 0,
     .to = 1000,
     .step = 1,
     .zeroText = TEXT("Off")},
    {.property = "topP",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Top-p"),
     .description = TEXT("Only the likeliest tokens that together reach this probability are drawn "
                         "from. 1 is off."),
     .from = 0.01,
     .to = 1,
     .step = 0.01,
     .decimals = 2,
     .slider = true},
    {.property = "minP",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Min-p"),
     .description =
         TEXT("Drops tokens less likely than this share of the likeliest one. 0 is off."),
     .from = 0,
     .to = 1,
     .step = 0.01,
     .decimals = 2,
     .slider = true},
    {.property = "repetitionPenalty",
     .category = "answers",
     .kind = SettingKind::Number,
     .title = TEXT("Repetition penalty"),
     .description = TEXT("Makes tokens that were just used less likely. 1 is off."),
     .from = 1,
     .to = 2,
     .step = 0.01,
     .decimals = 2,
     .slider = true},
    {.property = "contextPolicy",
     .category = "answers",
     .kind = SettingKind::Choice,
     .title = TEXT("When the context is full"),
     .description = TEXT("What was dropped is always said under the answer."),
     .choices = kPolicies},

    {.property = "device",
     .category = "engine",
     .kind = SettingKind::Choice,
     .title = TEXT("Device"),
     .description = TEXT("Where models run. If the chosen device cannot be used, the processor is, "
                         "and the model picker says why."),
     .choices = kDevices},
    {.property = "threads",
     .category = "engine",
     .kind = SettingKind::Number,
     .title = TEXT("Threads"),
     .description = TEXT("How many processor cores the model may use. Automatic takes the physical "
                         "cores."),
     .from = 0,
     .to = 512,
     .step = 1,
     .zeroText = TEXT("Automatic")},
    {.property = "contextTokens",
     .category = "engine",
     .kind = SettingKind::Number,
     .title = TEXT("Context"),
     .description = TEXT("How many tokens of a chat the model can see at once. More takes more "
                         "memory. The model loads again when you change this."),
     .from = 0,
     .to = 10'000'000,
     .step = 1024,
     .zeroText = TEXT("Automatic")},
    {.property = "cacheType",
     .category = "engine",
     .kind = SettingKind::Choice,
     .title = TEXT("Memory of conversations"),
     .description = TEXT("How finely the KV cache is stored. 8 bits take half the memory of 16 and "
                         "change answers hardly, 4 bits more; 32 serve comparisons. The model "
                         "loads again when you change this."),
     .choices = kCacheTypes},
    {.property = "cacheDiskMegabytes",
     .category = "engine",
     .kind = SettingKind::Number,
     .title = TEXT("Kept on disk"),
     .description = TEXT("Megabytes for what the model has computed of your chats (KV cache), so "
                         "that an old chat goes on at once. Chats could be guessed from it, and "
                         "a chat that you delete stays in it until newer ones take its place; Off "
                         "deletes all of it."),
     .from = 0,
     .to = 1'000'000,
     .step = 500,
     .zeroText = TEXT("Off")},
};

#define PART(name) "qrc:/qt/qml/Alcove/Settings/" name ".qml"

constexpr SettingCategory kCategories[] = {
    {"appearance", TEXT("Appearance"), "sun", PART("SettingsList")},
    {"answers", TEXT("Answers"), "chat", PART("SettingsList")},
    {"engine", TEXT("Engine"), "cpu", PART("SettingsList")},
    {"folders", TEXT("Model folders"), "folder", PART("FolderSettings")},
    {"shortcuts", TEXT("Keyboard shortcuts"), "keyboard", PART("ShortcutSettings")},
    {"about", TEXT("About"), "info", PART("AboutSettings")},
};

#undef PART
#undef TEXT

}  // namespace

std::span<const Setting> settingTable() { return kSettings; }

std::span<const SettingCategory> settingCategories() { return kCategories; }

QString settingText(const char* source) {
  return source == nullptr ? QString() : QCoreApplication::translate("Setting", source);
}

QVariantList settingChoices(const Setting& setting) {
  QVariantList result;
  for (const SettingChoice& choice : setting.choices) {
    result.append(QVariantMap{{QStringLiteral("value"), QString::fromLatin1(choice.value)},
                              {QStringLiteral("text"), settingText(choice.text)}});
  }
  return result;
}

}  // namespace alcove::ui
