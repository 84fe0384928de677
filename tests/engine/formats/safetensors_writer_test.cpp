// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors_writer.h"

#include <gtest/gtest.h>

#include <cstring>

#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

TEST(SafetensorsWriter, WritesWhatTheReaderReads) {
  const std::vector<float> floats = {1.5f, -2, 3, 4, 5, 6};
  const std::vector<std::uint8_t> bytes = {7, 8, 9};
  SafetensorsWriter writer;
  writer.add("small", "U8", {3}, std::as_bytes(std::span(bytes)));
  writer.addFloats("a \"quoted\" name", {2, 3}, floats);
  writer.setMetadata("format", "pt");
  const test::TemporaryFolder folder;
  writer.write(folder / "file");
  const auto file = SafetensorsFile::open(folder / "file");
  ASSERT_EQ(file->tensors().size(), 2u);
  const SafeTensor& wide = file->tensors()[0];
  EXPECT_EQ(wide.name, "a \"quoted\" name");
  EXPECT_EQ(wide.shape, (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(std::memcmp(wide.data.data(), floats.data(), wide.data.size()), 0);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(wide.data.data()) % alignof(float), 0u);
  EXPECT_EQ(file->tensors()[1].data.size(), 3u);
}

}  // namespace
}  // namespace alcove::formats
