// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/share_list_model.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace alcove::ui {
namespace {

class ShareListModelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_division.devices.resize(2);
    m_division.devices[0].kind = QStringLiteral("cpu");
    m_division.devices[0].name = QStringLiteral("the processor");
    m_division.devices[0].budgetBytes = 12'000'000'000;
    client::DivisionShare& card = m_division.devices[1];
    card.kind = QStringLiteral("cuda");
    card.name = QStringLiteral("Card");
    card.budgetBytes = 7'000'000'000;
    card.weightsBytes = 4'000'000'000;
    m_division.layers = {1, 1};
    client::DeviceInfo device;
    device.kind = QStringLiteral("cuda");
    device.name = QStringLiteral("Card");
    device.memoryBytes = 8'000'000'000;
    m_devices.devices = {device};
  }
  QVariant value(int row, int role) const { return m_model.data(m_model.index(row), role); }

  client::Division m_division;
  client::DeviceList m_devices;
  ShareListModel m_model;
};

TEST_F(ShareListModelTest, ShowsWhatAPlanSays) {
  m_model.show(m_division, m_devices, {});
  EXPECT_EQ(value(0, ShareListModel::NameRole), "Processor");
  EXPECT_EQ(value(1, ShareListModel::KeyRole), "cuda:Card");
  EXPECT_EQ(value(1, ShareListModel::BudgetRole).toDouble(), 7e9);
  EXPECT_EQ(value(1, ShareListModel::MostRole).toDouble(), 8e9);
  EXPECT_EQ(value(1, ShareListModel::BudgetTextRole), "7 GB of 8 GB");
  EXPECT_TRUE(value(1, ShareListModel::AutomaticRole).toBool());
  EXPECT_DOUBLE_EQ(value(1, ShareListModel::WeightsShareRole).toDouble(), 0.5);
  EXPECT_EQ(value(0, ShareListModel::MostRole).toDouble(), 12e9) << "a device that is not listed";
}

TEST_F(ShareListModelTest, ABudgetIsSeenBeforeItsPlanIsThere) {
  m_model.show(m_division, m_devices, {});
  QSignalSpy reset(&m_model, &QAbstractItemModel::modelReset);
  m_model.setBudgets({{"cuda:Card", 2e9}});
  EXPECT_EQ(value(1, ShareListModel::BudgetTextRole), "2 GB of 8 GB");
  EXPECT_FALSE(value(1, ShareListModel::AutomaticRole).toBool());
  EXPECT_TRUE(value(0, ShareListModel::AutomaticRole).toBool());
  m_division.devices[1].weightsBytes = 1;
  m_model.show(m_division, m_devices, {{"cuda:Card", 2e9}});
  EXPECT_EQ(reset.size(), 0) << "a slider that is held stays";
  m_division.devices.removeLast();
  m_model.show(m_division, m_devices, {});
  EXPECT_EQ(reset.size(), 1);
  EXPECT_EQ(m_model.count(), 1);
}

}  // namespace
}  // namespace alcove::ui
