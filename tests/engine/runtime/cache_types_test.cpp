// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/cache_types.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <set>

#include "engine/models/run_model.h"
#include "runtime/cache_identity.h"

namespace alcove::runtime {
namespace {

TEST(CacheTypes, AreFoundByName) {
  EXPECT_EQ(findCacheType(""), nullptr);
  EXPECT_EQ(findCacheType("F32"), &quant::kF32);
  EXPECT_EQ(findCacheType("f16"), &quant::kF16);
  EXPECT_EQ(findCacheType("q8_0"), &quant::kQ8_0);
  EXPECT_EQ(findCacheType("Q4_0"), &quant::kQ4_0);
}

TEST(CacheTypes, OthersAreRefusedWithTheNamesThereAre) {
  for (const char* name : {"Q4_K", "BF16", "F64", "nonsense", " "}) {
    try {
      (void)findCacheType(name);
      FAIL() << name << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::InvalidArgument);
      EXPECT_NE(error.sentence().find("F32, F16, Q8_0 or Q4_0"), std::string::npos);
    }
  }
}

TEST(CacheTypes, BlocksOfDifferentTypesAreDifferentThings) {
  const auto file = models::fileOf(test::littleModel());
  std::set<std::string> identities;
  for (const char* keys : {"F32", "F16", "Q8_0", "Q4_0"})
    for (const char* values : {"F32", "F16", "Q8_0", "Q4_0"}) {
      cache::KvLayout layout;
      layout.keyType = findCacheType(keys);
      layout.valueType = findCacheType(values);
      identities.insert(cacheIdentity(*file, layout, {}));
    }
  EXPECT_EQ(identities.size(), 16u);
}

}  // namespace
}  // namespace alcove::runtime
