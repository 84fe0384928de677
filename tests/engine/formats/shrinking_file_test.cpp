// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <vector>

#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

TEST(ShrinkingFile, ReadsOnWithoutASignalAndIsReportedAfterwards) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("model.gguf", test::littleModel().build());
  const auto file = GgufFile::open(path);
  std::filesystem::resize_file(path, 4096);

  std::vector<float> values;
  for (const GgufTensor& tensor : file->tensors()) {
    values.resize(tensor.columns() * tensor.rows());
    tensor.type->decode(tensor.data.data(), values.data(),
                        values.size() / tensor.type->blockValues);
  }
  (void)file->find("llama.block_count");
  try {
    file->verifySize();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Io);
    EXPECT_EQ(error.context(), path.string());
  }
}

TEST(ShrinkingFile, LookUpsInWhatIsGoneFindNothingOrThrow) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("model.gguf", test::littleModel().build());
  const auto file = GgufFile::open(path);
  std::filesystem::resize_file(path, 0);
  // Keys and lengths now read as zeros: a wrong answer or an Error, never the end of the process.
  try {
    (void)file->strings("tokenizer.ggml.tokens");
    (void)file->uint("llama.block_count");
  } catch (const Error&) {
  }
  EXPECT_EQ(file->findTensor("token_embd.weight"), nullptr);
  EXPECT_THROW(file->verifySize(), Error);
}

}  // namespace
}  // namespace alcove::formats
