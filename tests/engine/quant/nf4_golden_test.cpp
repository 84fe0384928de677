// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// NF4, double quantisation and eight-bit dynamic codes against what bitsandbytes wrote.

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "formats/safetensors_file.h"
#include "quant/nf4.h"
#include "support/goldens.h"

namespace alcove::quant {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return test::goldens() / "qlora" / "nf4"; }

// A file of golden tensors by name.
class Golden {
 public:
  explicit Golden(const std::string& name)
      : m_file(formats::SafetensorsFile::open(folder() / (name + ".safetensors"))) {}

  [[nodiscard]] const formats::SafeTensor* find(std::string_view name) const {
    for (const formats::SafeTensor& tensor : m_file->tensors())
      if (tensor.name == name) return &tensor;
    return nullptr;
  }
  [[nodiscard]] std::vector<float> floats(std::string_view name) const {
    const formats::SafeTensor& tensor = *find(name);
    std::vector<float> values(tensor.data.size() / tensor.dtype->bytes);
    tensor.dtype->decode(tensor.data.data(), values.data(), values.size());
    return values;
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes(std::string_view name) const {
    const formats::SafeTensor& tensor = *find(name);
    std::vector<std::uint8_t> values(tensor.data.size());
    std::memcpy(values.data(), tensor.data.data(), values.size());
    return values;
  }

 private:
  std::shared_ptr<const formats::SafetensorsFile> m_file;
};

std::vector<std::string> casesOf(std::string_view prefix) {
  if (!fs::is_directory(folder())) return {"missing"};
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder()))
    if (entry.path().extension() == ".safetensors" &&
        entry.path().stem().string().starts_with(prefix))
      names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

class Nf4Golden : public testing::TestWithParam<std::string> {};

TEST_P(Nf4Golden, CodesAndScalesAreTheSame) {
  if (GetParam() == "missing") GTEST_SKIP() << "reference data is missing: " << folder();
  const Golden golden(GetParam());
  const std::vector<float> values = golden.floats("input");
  const std::size_t block = GetParam().find("bs128") == std::string::npos ? 64 : 128;
  const bool twice = golden.find("absmax_u8") != nullptr;
  const Nf4 plain = encodeNf4(values, Nf4Scales::Plain, block);
  EXPECT_EQ(plain.packed, golden.bytes("packed"));
  EXPECT_EQ(plain.absmax, golden.floats(twice ? "absmax_f32_before" : "absmax"));
  if (!twice) {
    // The file of 16-bit floats has its values rounded to such.
    if (std::string_view(golden.find("dequant")->dtype->name) == "F32") {
      EXPECT_EQ(decodeNf4(plain, values.size(), block), golden.floats("dequant"));
    }
    return;
  }
  const Nf4 stored = encodeNf4(values, Nf4Scales::Double, block);
  EXPECT_EQ(stored.offset, golden.floats("offset")[0]);
  EXPECT_EQ(stored.scales->absmax, golden.floats("absmax2"));
  EXPECT_EQ(stored.scales->codes, golden.bytes("absmax_u8_exact"));
  EXPECT_EQ(encodeNf4(values, Nf4Scales::Double, block, Nf4Rule::BitsandbytesCpu).scales->codes,
            golden.bytes("absmax_u8"));
  // bitsandbytes looks codes up and misses the nearest in a few ties; where it does not, what is
  // recovered is the same.
  const auto theirs = golden.bytes("absmax_u8");
  const auto recovered = golden.floats("absmax_recovered");
  std::size_t misses = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (theirs[i] == stored.scales->codes[i]) {
      EXPECT_EQ(stored.absmax[i], recovered[i]) << i;
    } else {
      ++misses;
    }
  }
  EXPECT_LE(misses, 2u);
}

TEST_P(Nf4Golden, BlocksInMemoryDecodeRowByRow) {
  if (GetParam() == "missing") GTEST_SKIP() << "reference data is missing: " << folder();
  const Golden golden(GetParam());
  if (GetParam().find("bs128") != std::string::npos) GTEST_SKIP() << "blocks of 128";
  const std::vector<float> values = golden.floats("input");
  const Nf4 stored = encodeNf4(values, Nf4Scales::Double);
  const std::vector<float> expected = decodeNf4(stored, values.size());
  for (const std::size_t columns : {64u, 96u, 16u, 2u}) {
    if (values.size() % columns != 0) continue;
    const BlockType& type = *nf4BlockType(columns);
    const std::vector<std::byte> blocks = nf4Blocks(stored, columns);
    std::vector<float> row(columns);
    for (std::size_t r = 0; r < values.size() / columns; ++r) {
      type.decode(blocks.data() + r * rowBytes(type, columns), row.data(),
                  columns / type.blockValues);
      EXPECT_TRUE(
          std::equal(row.begin(), row.end(), expected.begin() + std::ptrdiff_t(r * columns)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Nf4Golden, testing::ValuesIn(casesOf("nf4_")),
                         [](const auto& test) { return test.param; });

class Dynamic8Golden : public testing::TestWithParam<std::string> {};

TEST_P(Dynamic8Golden, CodesAreTheNearest) {
  if (GetParam() == "missing") GTEST_SKIP() << "reference data is missing: " << folder();
  const Golden golden(GetParam());
  const std::vector<float> values = golden.floats("input");
  const bool isSigned = golden.floats("code_map")[0] < 0;
  EXPECT_TRUE(std::ranges::equal(dynamicValues(isSigned), golden.floats("code_map")));
  const Dynamic8 stored = encodeDynamic8(values, isSigned);
  EXPECT_EQ(stored.absmax, golden.floats("absmax"));
  EXPECT_EQ(stored.codes, golden.bytes("codes_exact"));
  // What bitsandbytes finds may still differ in an exact tie.
  const Dynamic8 found =
      encodeDynamic8(values, isSigned, Dynamic8::kBlockValues, DynamicCodes::BitsandbytesCpu);
  const auto theirs = golden.bytes("codes_bnb_cpu");
  std::size_t misses = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) misses += theirs[i] != found.codes[i];
  EXPECT_LE(misses, 1u);
}

INSTANTIATE_TEST_SUITE_P(Cases, Dynamic8Golden, testing::ValuesIn(casesOf("q8_")),
                         [](const auto& test) { return test.param; });

TEST(Nf4Values, AreThePublishedOnes) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const Golden golden("codebooks");
  EXPECT_TRUE(std::ranges::equal(nf4Values(), golden.floats("nf4")));
  EXPECT_TRUE(std::ranges::equal(dynamicValues(true), golden.floats("dynamic_signed_256")));
  EXPECT_TRUE(std::ranges::equal(dynamicValues(false), golden.floats("dynamic_unsigned_256")));
}

TEST(Nf4Blocks, HaveNoTypeForOddRows) { EXPECT_EQ(nf4BlockType(33), nullptr); }

}  // namespace
}  // namespace alcove::quant
