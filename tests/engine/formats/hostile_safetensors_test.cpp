// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Damaged and hostile safetensors files and folders, each with the sentence that a person is told.
#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "formats/checkpoint.h"
#include "formats/safetensors_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using testing::HasSubstr;

std::string fileOf(std::string_view header, std::size_t dataBytes = 0) {
  return test::rawBytes(std::uint64_t(header.size())) + std::string(header) +
         std::string(dataBytes, '\0');
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// One tensor 'a' with these members.
std::string tensor(std::string_view members, std::size_t dataBytes = 16) {
  return fileOf("{\"a\":{" + std::string(members) + "}}", dataBytes);
}

struct HostileFile {
  const char* name;
  std::string bytes;
  std::vector<std::string> words;  // all are part of the sentence
  std::uint64_t sparseBytes = 0;   // the file's size with zeros at the end
};

void PrintTo(const HostileFile& file, std::ostream* out) { *out << file.name; }

const char* const kGood = R"("dtype":"F32","shape":[2,2],"data_offsets":[0,16])";

std::vector<HostileFile> lengthFiles() {
  return {
      {"Empty", "", {"0 bytes"}},
      {"SevenBytes", std::string(7, '\0'), {"7 bytes"}},
      {"HeaderBeyondTheFile", test::rawBytes(std::uint64_t(100)) + "{}", {"100 bytes", "only 2"}},
      {"HeaderLengthWraps", test::rawBytes(~std::uint64_t(0)) + "{}", {"only 2"}},
      {"HeaderLengthNegative", test::rawBytes(std::int64_t(-8)) + "{}", {"only 2"}},
      {"HeaderOfAGigabyte",
       test::rawBytes(std::uint64_t(1) << 30),
       {"1073741824 bytes", "the format allows"},
       (std::uint64_t(1) << 30) + 8},
      {"HeaderOfZeroBytes", fileOf(""), {"not valid JSON"}},
      {"HeaderIsPadding", fileOf("        "), {"not valid JSON"}},
      {"HeaderIsZeros", fileOf(std::string(64, '\0')), {"not valid JSON"}},
      {"HeaderIsCut", fileOf(R"({"a":{"dtype":"F32")"), {"not valid JSON"}},
      {"HeaderIsNoUtf8", fileOf("{\"\xff\xfe\":{}}"), {"not valid JSON"}},
      {"TwoHeaders", fileOf("{}{}"), {"not valid JSON"}},
      {"AWebPage", "<!DOCTYPE html><html></html>", {"no safetensors file"}},
  };
}

std::vector<HostileFile> jsonFiles() {
  return {
      {"HeaderIsAList", fileOf("[]"), {"should list tensors"}},
      {"HeaderIsNull", fileOf("null"), {"should list tensors"}},
      {"HeaderIsANumber", fileOf("17"), {"should list tensors"}},
      {"ListsAMillionDeep", fileOf(repeated("[", 1'000'000)), {"should list tensors"}},
      {"ObjectsAMillionDeep", fileOf(repeated(R"({"a":)", 1'000'000)), {"unknown field"}},
      {"ListsInAShape", tensor(R"("shape":)" + repeated("[", 1'000'000)), {"no place"}},
      {"MetadataIsDeep",
       fileOf(R"({"__metadata__":)" + repeated(R"({"a":)", 100'000)),
       {"should list tensors"}},
      {"MetadataIsAList", fileOf(R"({"__metadata__":[]})"), {"should list tensors"}},
      {"MetadataHoldsANumber", fileOf(R"({"__metadata__":{"a":1}})"), {"should list tensors"}},
      {"TensorIsANumber", fileOf(R"({"a":1})"), {"should list tensors", "'a'"}},
      {"FieldUnknown", tensor(std::string(kGood) + R"(,"code":"x")"), {"'a'", "'code'"}},
      {"FieldTwice", tensor(std::string(kGood) + R"(,"dtype":"F16")"), {"'dtype' twice"}},
      {"TensorTwice",
       fileOf("{\"a\":{" + std::string(kGood) + "},\"a\":{" + kGood + "}}", 16),
       {"'a' appears more than once"}},
      {"NoDtype", tensor(R"("shape":[2,2],"data_offsets":[0,16])"), {"'a' lacks"}},
      {"NoShape", tensor(R"("dtype":"F32","data_offsets":[0,16])"), {"'a' lacks"}},
      {"NoOffsets", tensor(R"("dtype":"F32","shape":[2,2])"), {"'a' lacks"}},
      {"DtypeIsANumber", tensor(R"("dtype":1)"), {"'a' has a number"}},
      {"ShapeIsText", tensor(R"("shape":"2")"), {"'a' has text"}},
      {"DimensionNegative", tensor(R"("shape":[-2])"), {"a negative number"}},
      {"DimensionFraction", tensor(R"("shape":[2.5])"), {"a fraction"}},
      {"DimensionHuge", tensor(R"("shape":[1e400])"), {"not valid JSON"}},
      {"DimensionsWithoutEnd",
       tensor(R"("shape":[)" + repeated("1,", 1'000'000)),
       {"more than 8 dimensions"}},
      {"OneOffset",
       tensor(R"("dtype":"F32","shape":[2,2],"data_offsets":[0])"),
       {"lacks a data offset"}},
      {"ThreeOffsets",
       tensor(R"("dtype":"F32","shape":[2,2],"data_offsets":[0,16,32])"),
       {"more than 2 data offsets"}},
  };
}

std::vector<HostileFile> layoutFiles() {
  const std::string twoTensors = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                 R"("b":{"dtype":"F32","shape":[2],"data_offsets":)";
  return {
      {"DtypeUnknown",
       tensor(R"("dtype":"Q4","shape":[2,2],"data_offsets":[0,16])"),
       {"'a'", "'Q4'"}},
      {"ShapeTooLarge",
       tensor(R"("dtype":"F32","shape":[2,3],"data_offsets":[0,16])"),
       {"24 bytes", "give it 16"}},
      {"ShapeTooSmall",
       tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,16])"),
       {"8 bytes", "give it 16"}},
      {"ProductWraps",
       tensor(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])"),
       {"impossibly large"}},
      {"BytesWrap",
       tensor(R"("dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,0])"),
       {"impossibly large"}},
      {"OffsetsDecrease",
       tensor(R"("dtype":"F32","shape":[2,2],"data_offsets":[16,0])"),
       {"before it begins"}},
      {"EndsBehindTheFile", tensor(kGood, 12), {"only 12 bytes"}},
      {"BytesLeftOver", tensor(kGood, 20), {"offset 16", "20 bytes"}},
      {"BeginsLate",
       tensor(R"("dtype":"F32","shape":[2,2],"data_offsets":[4,20])", 20),
       {"leaves a gap"}},
      {"Overlapping", fileOf(twoTensors + "[4,12]}}", 12), {"'b'", "inside another tensor"}},
      {"SameBytesTwice", fileOf(twoTensors + "[0,8]}}", 8), {"inside another tensor"}},
      {"GapBetween", fileOf(twoTensors + "[12,20]}}", 20), {"'b'", "leaves a gap"}},
      {"OffsetsWrap",
       fileOf(twoTensors + "[18446744073709551608,0]}}", 16),
       {"'b'", "before it begins"}},
  };
}

std::vector<HostileFile> allFiles() {
  std::vector<HostileFile> all = lengthFiles();
  for (auto& files : {jsonFiles(), layoutFiles()})
    all.insert(all.end(), files.begin(), files.end());
  return all;
}

template <class Open>
std::optional<std::string> sentenceOf(Open&& open) {
  try {
    (void)open();
    return std::nullopt;
  } catch (const Error& error) {
    EXPECT_FALSE(error.context().empty());
    return error.sentence();
  }
}

class HostileSafetensors : public testing::TestWithParam<HostileFile> {};

TEST_P(HostileSafetensors, OpeningSaysWhatIsWrong) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("model.safetensors", GetParam().bytes);
  if (GetParam().sparseBytes != 0) std::filesystem::resize_file(path, GetParam().sparseBytes);
  const std::clock_t start = std::clock();
  const auto sentence = sentenceOf([&] { return SafetensorsFile::open(path); });
  EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, 1.0);
  ASSERT_TRUE(sentence.has_value());
  for (const std::string& word : GetParam().words) EXPECT_THAT(*sentence, HasSubstr(word));
  EXPECT_EQ(sentence->back(), '.');
}

INSTANTIATE_TEST_SUITE_P(Cases, HostileSafetensors, testing::ValuesIn(allFiles()),
                         [](const auto& instance) { return instance.param.name; });

TEST(Safetensors, ReadsWhatIsSound) {
  const test::TemporaryFolder folder;
  // Metadata, an entry out of order, an empty tensor, a single value, padding behind the JSON.
  const auto file = SafetensorsFile::open(folder.write(
      "model.safetensors", fileOf(R"({"__metadata__":{"format":"pt"},)"
                                  R"("b":{"dtype":"BF16","shape":[3,1],"data_offsets":[4,10]},)"
                                  R"("none":{"dtype":"F32","shape":[0,4],"data_offsets":[4,4]},)"
                                  R"("a":{"data_offsets":[0,4],"dtype":"F32","shape":[]}}     )",
                                  10)));
  ASSERT_EQ(file->tensors().size(), 3u);
  EXPECT_EQ(file->tensors()[0].name, "a");
  EXPECT_EQ(file->tensors()[1].name, "none");
  EXPECT_TRUE(file->tensors()[1].data.empty());
  EXPECT_EQ(file->tensors()[2].data.size(), 6u);
  EXPECT_STREQ(file->tensors()[2].dtype->name, "BF16");
  EXPECT_THAT(file->tensors()[2].shape, testing::ElementsAre(3, 1));
}

class CheckpointTest : public testing::Test {
 protected:
  std::optional<std::string> sentence() {
    return sentenceOf([this] { return Checkpoint::open(m_folder.path()); });
  }
  void part(std::string_view file, const std::string& tensorName) {
    m_folder.write(file, fileOf("{\"" + tensorName + "\":{" + kGood + "}}", 16));
  }
  void index(std::string_view json) { m_folder.write("model.safetensors.index.json", json); }

  test::TemporaryFolder m_folder;
};

TEST_F(CheckpointTest, JoinsTheParts) {
  part("one.safetensors", "b");
  part("two.safetensors", "a");
  index(R"({"weight_map":{"a":"two.safetensors","b":"one.safetensors"}})");
  const Checkpoint checkpoint = Checkpoint::open(m_folder.path());
  ASSERT_EQ(checkpoint.tensors().size(), 2u);
  EXPECT_EQ(checkpoint.tensors()[0]->name, "a");
  EXPECT_NE(checkpoint.find("b"), nullptr);
  EXPECT_EQ(checkpoint.find("c"), nullptr);
  checkpoint.verifySize();
}

TEST_F(CheckpointTest, RefusesATensorInTwoParts) {
  part("one.safetensors", "a");
  part("two.safetensors", "a");
  index(R"({"weight_map":{"a":"two.safetensors","b":"one.safetensors"}})");
  EXPECT_THAT(sentence().value(), HasSubstr("'b' is in 'one.safetensors', but it is not"));
  m_folder.write("one.safetensors",
                 fileOf(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                        R"("b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                        2));
  EXPECT_THAT(sentence().value(), HasSubstr("'a' is in two parts"));
}

TEST_F(CheckpointTest, RefusesPartsOutOfTheFolder) {
  for (const char* name : {"../one.safetensors", "/etc/passwd", "..", "", "a\\\\b", "a\\u0000b"}) {
    index(R"({"weight_map":{"a":")" + std::string(name) + "\"}}");
    EXPECT_THAT(sentence().value(), HasSubstr("no plain file name")) << name;
  }
}

TEST_F(CheckpointTest, SaysWhatIsMissing) {
  EXPECT_THAT(sentence().value(), HasSubstr("no weights"));
  m_folder.write("pytorch_model.bin", "x");
  EXPECT_THAT(sentence().value(), HasSubstr("pickles"));
  index(R"({"weight_map":{"a":"one.safetensors"}})");
  EXPECT_THAT(sentence().value(), HasSubstr("No such file"));
  for (const char* json : {"{}", R"({"weight_map":[]})", R"({"weight_map":{}})"}) {
    index(json);
    EXPECT_THAT(sentence().value(), HasSubstr("weight_map")) << json;
  }
  index(R"({"weight_map":{"a":7}})");
  EXPECT_THAT(sentence().value(), HasSubstr("no file for tensor 'a'"));
  index("[]");
  EXPECT_THAT(sentence().value(), HasSubstr("JSON object"));
  index(repeated(R"({"a":)", 1'000'000));
  EXPECT_THAT(sentence().value(), HasSubstr("nested"));
  index(R"({"a":1e999})");
  EXPECT_THAT(sentence().value(), HasSubstr("too large"));
  index("{\"a\"");
  EXPECT_THAT(sentence().value(), HasSubstr("not valid JSON"));
}

}  // namespace
}  // namespace alcove::formats
