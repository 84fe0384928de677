// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/device_list_model.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace alcove::ui {
namespace {

client::DeviceInfo device(const char* kind, const char* name, qint64 gigabytes) {
  client::DeviceInfo result;
  result.kind = QString::fromLatin1(kind);
  result.name = QString::fromLatin1(name);
  result.memoryBytes = gigabytes * 1'000'000'000;
  result.availableBytes = result.memoryBytes / 2;
  result.availableKnown = true;
  result.why = QStringLiteral("Why %1.").arg(result.name);
  result.remedy = QStringLiteral("Remedy.");
  return result;
}

class DeviceListModelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_list.devices = {device("cpu", "Processor", 16), device("cuda", "Card", 8)};
    m_list.devices[1].chosen = true;
    m_list.chosen = QStringLiteral("cuda");
  }
  QString text(int row, int role) const {
    return m_model.data(m_model.index(row), role).toString();
  }
  double number(int row, int role) const {
    return m_model.data(m_model.index(row), role).toDouble();
  }

  client::DeviceList m_list;
  DeviceListModel m_model;
};

TEST_F(DeviceListModelTest, KeepsItsRowsWhileNumbersChange) {
  QSignalSpy reset(&m_model, &QAbstractItemModel::modelReset);
  m_model.show(m_list, QStringLiteral("auto"), {});
  EXPECT_EQ(reset.size(), 1);
  m_list.devices[1].availableBytes = 1'000'000'000;
  QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
  m_model.show(m_list, QStringLiteral("auto"), {});
  EXPECT_EQ(reset.size(), 1);
  EXPECT_EQ(changed.size(), 1);
  EXPECT_TRUE(text(1, DeviceListModel::MemoryTextRole).contains(QStringLiteral("1 GB free")));
  m_list.devices.removeLast();
  m_model.show(m_list, QStringLiteral("auto"), {});
  EXPECT_EQ(m_model.count(), 1);
}

TEST_F(DeviceListModelTest, SaysWhatADeviceIsGoodForNow) {
  m_list.devices.append(device("vulkan", "Broken", 0));
  m_list.devices[2].usable = false;
  m_model.show(m_list, QStringLiteral("auto"), {});
  EXPECT_EQ(text(0, DeviceListModel::StatusRole), "idle");
  EXPECT_EQ(text(1, DeviceListModel::StatusRole), "ready");
  EXPECT_EQ(text(2, DeviceListModel::StatusRole), "missing");
  EXPECT_EQ(text(2, DeviceListModel::WhyRole), "Why Broken.");
  EXPECT_EQ(text(2, DeviceListModel::RemedyRole), "Remedy.");
  EXPECT_TRUE(text(2, DeviceListModel::MemoryTextRole).isEmpty());
  m_list.devices[0].inUse = true;
  m_model.show(m_list, QStringLiteral("auto"), QStringLiteral("As it was loaded."));
  EXPECT_EQ(text(0, DeviceListModel::StatusRole), "used");
  EXPECT_EQ(text(0, DeviceListModel::WhyRole), "As it was loaded.") << "what the model says itself";
  EXPECT_EQ(text(1, DeviceListModel::StatusRole), "idle") << "the model runs elsewhere";
}

TEST_F(DeviceListModelTest, AChoiceByHandTakesThePlaceOfTheReason) {
  m_model.show(m_list, QStringLiteral("cpu"), {});
  EXPECT_EQ(text(0, DeviceListModel::StatusRole), "ready");
  EXPECT_EQ(text(1, DeviceListModel::StatusRole), "idle");
  EXPECT_EQ(text(1, DeviceListModel::WhyRole), "Processor was chosen by hand.");
  EXPECT_TRUE(text(1, DeviceListModel::RemedyRole).isEmpty());
}

TEST_F(DeviceListModelTest, DividesTheMemoryAmongAlcoveAndOthers) {
  m_list.devices[1].heldBytes = 2'000'000'000;
  m_list.devices[0].availableKnown = false;
  m_model.show(m_list, QStringLiteral("auto"), {});
  EXPECT_DOUBLE_EQ(number(1, DeviceListModel::HeldShareRole), 0.25);
  EXPECT_DOUBLE_EQ(number(1, DeviceListModel::OthersShareRole), 0.25);
  EXPECT_FALSE(m_model.data(m_model.index(0), DeviceListModel::MemoryKnownRole).toBool());
  EXPECT_FALSE(text(0, DeviceListModel::MemoryTextRole).contains(QStringLiteral("GB free")));
}

}  // namespace
}  // namespace alcove::ui
