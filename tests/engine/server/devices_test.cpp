// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What GET /alcove/v1/devices says, before a model is loaded and while one runs.
#include <gtest/gtest.h>

#include "engine/server/served_engine.h"
#include "support/layered_model.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using nlohmann::json;

json devicesOf(const test::ServedEngine& engine) {
  return json::parse(engine.get("/alcove/v1/devices")->body)["devices"];
}

// The first of the kind; null if there is none.
json firstOf(const json& devices, const char* kind) {
  for (const json& device : devices)
    if (device["kind"] == kind) return device;
  return {};
}

json load(const test::ServedEngine& engine, json request) {
  const auto result = engine.post("/alcove/v1/load", request.dump());
  return json::parse(test::eventLines(result->body).back());
}

class Devices : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::string m_model = m_folder.write("model.gguf", test::layeredModel({}).build()).string();
  test::ServedEngine m_engine;
};

TEST_F(Devices, EveryKindIsThereWithAReason) {
  const json devices = devicesOf(m_engine);
  for (const char* kind : {"cpu", "vulkan", "cuda"})
    ASSERT_TRUE(firstOf(devices, kind).is_object()) << kind;
  int chosen = 0;
  for (const json& device : devices) {
    SCOPED_TRACE(device.dump());
    EXPECT_FALSE(device["name"].get<std::string>().empty());
    EXPECT_TRUE(device["why"].get<std::string>().ends_with('.'));
    const std::string remedy = device["remedy"];
    EXPECT_TRUE(remedy.empty() || remedy.ends_with('.'));
    if (!device["usable"]) EXPECT_FALSE(remedy.empty());
    EXPECT_EQ(device["in_use"], false);
    if (!device["available_bytes"].is_null())
      EXPECT_LE(device["available_bytes"], device["memory_bytes"]);
    chosen += device["chosen"].get<bool>() ? 1 : 0;
  }
  EXPECT_EQ(chosen, 1);
}

TEST_F(Devices, TheProcessorSaysItsMemory) {
  const json before = devicesOf(m_engine)[0];
  EXPECT_EQ(before["kind"], "cpu");
  EXPECT_GT(before["available_bytes"], 0);
  EXPECT_GT(before["held_bytes"], 0) << "the engine itself";
  ASSERT_EQ(load(m_engine, {{"path", m_model}, {"device", "cpu"}})["state"], "ready");
  const json after = devicesOf(m_engine)[0];
  EXPECT_EQ(after["in_use"], true);
  EXPECT_GT(after["held_bytes"], before["held_bytes"]);
  (void)m_engine.post("/alcove/v1/unload", "{}");
  EXPECT_EQ(devicesOf(m_engine)[0]["in_use"], false);
}

TEST_F(Devices, ACardSaysWhatIsHeldOfIt) {
  if (firstOf(devicesOf(m_engine), "vulkan")["memory_bytes"] == 0)
    GTEST_SKIP() << "no Vulkan device here";
  const json loaded = load(m_engine, {{"path", m_model}, {"device", "vulkan"}});
  ASSERT_EQ(loaded["state"], "ready") << loaded;
  if (loaded["model"]["device"]["kind"] != "vulkan") GTEST_SKIP() << "it cannot be used";
  const json card = firstOf(devicesOf(m_engine), "vulkan");
  EXPECT_EQ(card["in_use"], true);
  EXPECT_GE(card["held_bytes"], loaded["model"]["weights_bytes"]);
  EXPECT_LT(card["available_bytes"], card["memory_bytes"]);
  EXPECT_EQ(devicesOf(m_engine)[0]["in_use"], false);
  (void)m_engine.post("/alcove/v1/unload", "{}");
  EXPECT_TRUE(
      test::soon([&] { return firstOf(devicesOf(m_engine), "vulkan")["held_bytes"] == 0; }));
}

TEST_F(Devices, TheCacheCanStayWithTheProcessor) {
  if (firstOf(devicesOf(m_engine), "vulkan")["memory_bytes"] == 0)
    GTEST_SKIP() << "no Vulkan device here";
  json request = {{"path", m_model}, {"device", "vulkan"}, {"cache_on_processor", true}};
  const json loaded = load(m_engine, request);
  ASSERT_EQ(loaded["state"], "ready") << loaded;
  if (loaded["model"]["device"]["kind"] != "vulkan") GTEST_SKIP() << "it cannot be used";
  const std::string reason = loaded["model"]["device"]["reason"];
  EXPECT_NE(reason.find("The processor has the KV cache of all 4 layers"), std::string::npos)
      << reason;
  request["cache_on_processor"] = 1;
  EXPECT_EQ(m_engine.post("/alcove/v1/load", request.dump())->status, 400);
}

}  // namespace
}  // namespace alcove::server
