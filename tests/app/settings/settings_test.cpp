// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMetaProperty>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>

namespace alcove::settings {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  QString file() const { return m_folder.filePath("config/settings.json"); }
  void write(const QByteArray& bytes) const {
    QDir().mkpath(m_folder.filePath("config"));
    QFile target(file());
    ASSERT_TRUE(target.open(QIODevice::WriteOnly));
    target.write(bytes);
  }
  QJsonObject read() const {
    QFile source(file());
    return source.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(source.readAll()).object()
                                            : QJsonObject();
  }
  QTemporaryDir m_folder;
};

TEST_F(SettingsTest, KeepsWhatWasSet) {
  {
    Settings settings(file());
    QSignalSpy changed(&settings, &Settings::themeChanged);
    settings.setTheme("dark");
    settings.setTheme("dark");
    EXPECT_EQ(changed.size(), 1) << "told once, when it changed";
    settings.setModelFolders({"/a", "/b ü"});
    settings.setWindowGeometry({10, -20, 800, 600});
    settings.setShortcuts({{"newChat", "Ctrl+M"}});
  }
  const Settings again(file());
  EXPECT_EQ(again.theme(), "dark");
  EXPECT_EQ(again.modelFolders(), QStringList({"/a", "/b ü"}));
  EXPECT_EQ(again.windowGeometry(), QRect(10, -20, 800, 600));
  EXPECT_EQ(again.shortcuts().value("newChat").toString(), "Ctrl+M");
  EXPECT_FALSE(again.damage().has_value());
}

TEST_F(SettingsTest, KeepsHowModelsAreDivided) {
  const QVariantMap budgets = {{"host", 16e9}, {"cuda:NVIDIA GeForce RTX 4090", 20.5e9}};
  {
    Settings settings(file());
    EXPECT_TRUE(settings.deviceBudgets().isEmpty());
    QSignalSpy changed(&settings, &Settings::deviceBudgetsChanged);
    settings.setDeviceBudgets(budgets);
    settings.setDeviceBudgets(budgets);
    EXPECT_EQ(changed.size(), 1);
    settings.setCacheOnProcessor(true);
  }
  Settings again(file());
  EXPECT_EQ(again.deviceBudgets(), budgets);
  EXPECT_TRUE(again.cacheOnProcessor());
  again.reset();
  EXPECT_TRUE(again.deviceBudgets().isEmpty());
  EXPECT_FALSE(again.cacheOnProcessor());
}

TEST_F(SettingsTest, LeavesOutBudgetsThatAreNone) {
  write(
      R"({"deviceBudgets":{"a":-1,"b":"much","c":1e300,"":5,"d":12.7,"e":null},"cacheOnProcessor":7})");
  const Settings settings(file());
  EXPECT_EQ(settings.deviceBudgets(), QVariantMap({{"d", 12.0}}));
  EXPECT_FALSE(settings.cacheOnProcessor());
  QVariantMap many;
  for (int i = 0; i < 40; ++i) many.insert(QString::number(i), 1e9);
  Settings(file()).setDeviceBudgets(many);
  EXPECT_EQ(Settings(file()).deviceBudgets().size(), 16) << "no more than the engine takes";
}

TEST_F(SettingsTest, EveryPropertyHasADefaultAndComesBackFromTheFile) {
  Settings settings(file());
  const QMetaObject* meta = settings.metaObject();
  int properties = 0;
  for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i, ++properties) {
    const QMetaProperty property = meta->property(i);
    EXPECT_TRUE(property.hasNotifySignal()) << property.name();
    EXPECT_TRUE(property.read(&settings).isValid()) << property.name();
  }
  EXPECT_GE(properties, 20);
}

TEST_F(SettingsTest, KeepsKeysThatItDoesNotKnow) {
  write(R"({"theme":"light","fromTheFuture":{"a":[1,2]}})");
  {
    Settings settings(file());
    settings.setTopK(7);
  }
  EXPECT_EQ(read()["fromTheFuture"].toObject()["a"].toArray().size(), 2);
  EXPECT_EQ(read()["topK"].toInt(), 7);
}

TEST_F(SettingsTest, MovesADamagedFileAsideAndSaysSo) {
  for (const QByteArray& damage : {QByteArray("{\"theme\": \"dar"), QByteArray(), QByteArray("[1]"),
                                   QByteArray("\0\0\0\0", 4), QByteArray(100, '\xff')}) {
    write(damage);
    const Settings settings(file());
    ASSERT_TRUE(settings.damage().has_value());
    EXPECT_EQ(settings.theme(), "system");
    const QDir config(m_folder.filePath("config"));
    EXPECT_FALSE(config.exists("settings.json"));
    bool kept = false;
    for (const QString& name : config.entryList({"settings.json.damaged-*"}, QDir::Files)) {
      QFile aside(config.filePath(name));
      ASSERT_TRUE(aside.open(QIODevice::ReadOnly));
      kept = kept || (settings.damage()->sentence.contains(name) && aside.readAll() == damage);
    }
    EXPECT_TRUE(kept) << "the damaged bytes lie where the sentence says";
  }
}

TEST_F(SettingsTest, TakesDefaultsForValuesOfAnotherTypeOrRange) {
  write(R"({"theme":5,"threads":"many","temperature":99,"topP":-4,"topK":1e300,"modelFolders":[1,"",
            "/ok"],"windowGeometry":[1,2],"contextPolicy":"burn","textScale":0.0001})");
  const Settings settings(file());
  EXPECT_EQ(settings.theme(), "system");
  EXPECT_EQ(settings.threads(), 0);
  EXPECT_EQ(settings.temperature(), 2.0);
  EXPECT_EQ(settings.topP(), 0.01);
  EXPECT_GE(settings.topK(), 0);
  EXPECT_LE(settings.topK(), 1000);
  EXPECT_EQ(settings.modelFolders(), QStringList({"/ok"}));
  EXPECT_TRUE(settings.windowGeometry().isNull());
  EXPECT_EQ(settings.contextPolicy(), "stop");
  EXPECT_EQ(settings.textScale(), 0.75);
}

TEST_F(SettingsTest, RefusesNumbersThatAreNone) {
  Settings settings(file());
  settings.setTemperature(std::nan(""));
  EXPECT_TRUE(std::isfinite(settings.temperature()));
}

TEST_F(SettingsTest, ResetsToDefaults) {
  write(R"({"unknown":1,"topK":3})");
  Settings settings(file());
  QSignalSpy changed(&settings, &Settings::topKChanged);
  settings.reset();
  EXPECT_EQ(settings.topK(), 40);
  EXPECT_EQ(changed.size(), 1);
  settings.save();
  EXPECT_TRUE(read().contains("unknown"));
  EXPECT_FALSE(read().contains("topK"));
}

TEST_F(SettingsTest, SaysWhenItCannotSave) {
  QFile blocker(m_folder.filePath("config"));
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  Settings settings(file());
  settings.setTheme("dark");
  EXPECT_THROW(settings.save(), core::Error);
  EXPECT_EQ(settings.theme(), "dark");
}

}  // namespace
}  // namespace alcove::settings
