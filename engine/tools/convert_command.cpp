// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "convert/convert.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/job_progress.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

// Null for "auto".
const quant::BlockType* findType(const std::string& name) {
  if (name == "auto") return nullptr;
  for (const quant::BlockType* type : {&quant::kF32, &quant::kF16, &quant::kBF16}) {
    if (quant::findBlockType(name) == type) return type;
  }
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("Models are converted to F32, F16, BF16 or auto, not to '{}'; quantise "
                          "the result.",
                          name));
}

// What is put in place can be run: its numbers, tensors and vocabulary fit each other.
void checkRuns(const std::filesystem::path& written, const std::string& out) {
  try {
    const auto file = formats::GgufFile::open(written);
    (void)tokenizer::Tokenizer::fromGguf(*file);
    (void)models::planModel(*file, {});
  } catch (const Error& error) {
    throw Error(error.code(), error.sentence(), out);
  }
}

}  // namespace

extern const Command kConvertCommand;
const Command kConvertCommand = {"convert", "Turn a folder from Hugging Face into a GGUF file",
                                 run};

namespace {

int run(int argc, char** argv) {
  std::string folder;
  std::string out;
  std::string type = "auto";
  Arguments arguments(kConvertCommand);
  CLI::App& app = arguments.app();
  app.add_option("folder", folder, "Folder with config.json, safetensors and tokenizer files")
      ->required()
      ->type_name("HF_FOLDER");
  app.add_option("out", out, "File to write")->required()->type_name("OUT.gguf");
  app.add_option("--type", type, "F32, F16, BF16 or auto: as the model is (default)")
      ->type_name("TYPE");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  convert::ConvertOptions options;
  options.type = findType(type);
  JobProgress progress("Converting");
  options.check = [&](const std::filesystem::path& written) { checkRuns(written, out); };
  options.progress = [&](std::uint64_t done, std::uint64_t total) { progress(done, total); };
  const convert::ConvertResult result = convert::convert(folder, out, options);
  fmt::print("{}: {}, {} tensors, {}, {} bytes of weights\n", out, result.architecture,
             result.tensors, result.type->name, result.bytes);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
