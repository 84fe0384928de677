// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>
#include <gmock/gmock.h>

#include <string>

#include "engine/models/run_model.h"

namespace alcove::models {

// The file is refused with that code and one sentence that holds `words`.
inline void expectRefused(const test::GgufBuilder& builder, ErrorCode code,
                          const std::string& words) {
  try {
    (void)Model::load(fileOf(builder), {});
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_THAT(error.sentence(), testing::HasSubstr(words));
    EXPECT_THAT(error.sentence(), testing::EndsWith("."));
  }
}

}  // namespace alcove::models
