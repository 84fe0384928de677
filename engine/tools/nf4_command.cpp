// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "formats/safetensors_writer.h"
#include "quant/nf4.h"
#include "tools/arguments.h"

namespace alcove::tools {
namespace {

std::vector<float> readFloats(const std::string& path) {
  const auto file = base::MappedFile::open(path);
  const auto bytes = file->bytes();
  if (bytes.empty() || bytes.size() % sizeof(float) != 0)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The file has {} bytes, which is not a whole number of float32 values.",
                            bytes.size()),
                path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  file->verifySize();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("Value {} is {}, which NF4 cannot store.", i, values[i]), path);
  return values;
}

int run(int argc, char** argv);

}  // namespace

extern const Command kNf4Command;
const Command kNf4Command = {"nf4", "Quantise float32 values to NF4, as QLoRA does", run};

namespace {

int run(int argc, char** argv) {
  std::string in;
  std::string out;
  std::uint32_t block = quant::Nf4::kBlockValues;
  Arguments arguments(kNf4Command);
  auto& app = arguments.app();
  app.add_option("--in", in, "File of little-endian float32 values")
      ->required()
      ->type_name("FLOATS");
  app.add_option("--block", block, "Values with a scale in common (default: 64)")
      ->check(CLI::Range(2u, 4096u))
      ->type_name("N");
  app.add_option("--out", out,
                 "Safetensors file: packed, absmax, dequant; of double quantisation absmax_u8, "
                 "absmax2, offset, absmax_recovered, dequant_double")
      ->required()
      ->type_name("FILE");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const std::vector<float> values = readFloats(in);
  const quant::Nf4 plain = quant::encodeNf4(values, quant::Nf4Scales::Plain, block);
  const quant::Nf4 twice = quant::encodeNf4(values, quant::Nf4Scales::Double, block);
  const std::vector<float> decoded = quant::decodeNf4(plain, values.size(), block);
  const std::vector<float> decodedTwice = quant::decodeNf4(twice, values.size(), block);
  formats::SafetensorsWriter writer;
  const auto bytes = [&](const char* name, const std::vector<std::uint8_t>& data) {
    writer.add(name, "U8", {data.size()}, std::as_bytes(std::span(data)));
  };
  const auto floats = [&](const char* name, std::span<const float> data) {
    writer.addFloats(name, {data.size()}, data);
  };
  bytes("packed", plain.packed);
  floats("absmax", plain.absmax);
  floats("dequant", decoded);
  bytes("absmax_u8", twice.scales->codes);
  floats("absmax2", twice.scales->absmax);
  floats("offset", {&twice.offset, 1});
  floats("absmax_recovered", twice.absmax);
  floats("dequant_double", decodedTwice);
  writer.write(out);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
