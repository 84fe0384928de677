// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/division.h"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

#include "client/engine_types.h"

namespace alcove::client {
namespace {

Division parse(const char* json) {
  return Division::fromJson(QJsonDocument::fromJson(json).object());
}

TEST(Division, ReadsWhatTheEngineSays) {
  const Division division = parse(R"({"context_tokens":4096,"fits":false,"has_experts":true,
    "streamed_bytes":7,"devices":[{"name":"the processor","kind":"cpu","budget_bytes":5},
    {"name":"Card","kind":"cuda","weights_bytes":3,"cache_bytes":4,"work_bytes":5,"layers":2}],
    "placement":{"input":0,"output":1,"layers":[0,1,1],"caches":[0,0,1],"experts":[0,0,0],
    "streamed_layers":[true,false,false],"streamed_experts":[true,true,false]},
    "reasons":["Because."],"advice":["Do this."]})");
  EXPECT_EQ(division.contextTokens, 4096);
  EXPECT_FALSE(division.fits);
  EXPECT_EQ(division.devices[0].key(), "host");
  EXPECT_EQ(division.devices[1].key(), "cuda:Card");
  EXPECT_EQ(division.devices[1].bytes(), 12);
  EXPECT_EQ(division.layers, QList<int>({0, 1, 1}));
  EXPECT_EQ(division.streamedExperts, QList<bool>({true, true, false}));
  EXPECT_EQ(division.output, 1);
  EXPECT_EQ(division.reasons, QStringList({"Because."}));
  EXPECT_EQ(division.advice, QStringList({"Do this."}));
}

TEST(Division, ABrokenEngineBreaksNothing) {
  const Division division = parse(R"({"devices":[{"name":7},3],"placement":{"layers":[9,-1,"x",1],
    "caches":[0],"experts":{},"output":99},"reasons":[1,"ok"],"streamed_bytes":-4})");
  EXPECT_EQ(division.devices.size(), 2);
  EXPECT_EQ(division.layers, QList<int>({0, 0, 0, 1})) << "no device beyond those that are listed";
  EXPECT_TRUE(division.caches.isEmpty()) << "of another length";
  EXPECT_EQ(division.output, 0);
  EXPECT_EQ(division.streamedBytes, 0);
  EXPECT_EQ(division.reasons, QStringList({"ok"}));
  EXPECT_TRUE(parse("{}").layers.isEmpty());
}

TEST(Budgets, AreWrittenAsTheEngineReadsThem) {
  EXPECT_EQ(budgetTexts({{"host", 16e9}, {"vulkan:A = b", 123456789012.0}}),
            QStringList({"host=16000000000", "vulkan:A = b=123456789012"}));
  LoadRequest request;
  EXPECT_FALSE(request.toJson().contains("budgets"));
  request.budgets = budgetTexts({{"host", 5.0}});
  request.cacheOnProcessor = true;
  EXPECT_EQ(request.toJson()["budgets"].toArray()[0].toString(), "host=5");
  EXPECT_TRUE(request.toJson()["cache_on_processor"].toBool());
}

TEST(Devices, SayWhetherTheirFreeMemoryIsKnown) {
  const auto read = [](const char* json) {
    return DeviceInfo::fromJson(QJsonDocument::fromJson(json).object());
  };
  EXPECT_FALSE(read(R"({"available_bytes":null})").availableKnown);
  EXPECT_TRUE(read(R"({"available_bytes":0})").availableKnown);
  const DeviceInfo device = read(R"({"held_bytes":3,"in_use":true,"chosen":true,"why":"A.",
    "remedy":"B.","driver":"C"})");
  EXPECT_EQ(device.heldBytes, 3);
  EXPECT_TRUE(device.inUse && device.chosen);
  EXPECT_EQ(device.why + device.remedy + device.driver, "A.B.C");
}

}  // namespace
}  // namespace alcove::client
