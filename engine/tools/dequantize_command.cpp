// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "quant/block_type.h"
#include "tools/arguments.h"

namespace alcove::tools {
namespace {

const quant::BlockType& requireType(const std::string& name) {
  if (const quant::BlockType* type = quant::findBlockType(name)) return *type;
  std::string known;
  for (const quant::BlockType* type : quant::blockTypes()) {
    known += known.empty() ? "" : ", ";
    known += type->name;
  }
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("There is no block type '{}'; there are {}.", name, known));
}

// Writes the values as little-endian float32, a piece at a time.
void writeValues(const quant::BlockType& type, std::span<const std::byte> blocks,
                 base::AtomicFile& out) {
  constexpr std::size_t kPieceValues = 1 << 18;
  const std::size_t pieceBlocks = kPieceValues / type.blockValues;
  std::vector<float> values(pieceBlocks * type.blockValues);
  while (!blocks.empty()) {
    const std::size_t count = std::min(pieceBlocks, blocks.size() / type.blockBytes);
    type.decode(blocks.data(), values.data(), count);
    out.write(std::as_bytes(std::span(values).first(count * type.blockValues)));
    blocks = blocks.subspan(count * type.blockBytes);
  }
}

int run(int argc, char** argv);

}  // namespace

extern const Command kDequantizeCommand;
const Command kDequantizeCommand = {
    "dequantize", "Turn the blocks of a quantised tensor into float32 values", run};

namespace {

int run(int argc, char** argv) {
  std::string typeName;
  std::string in;
  std::string out;
  Arguments arguments(kDequantizeCommand);
  auto& app = arguments.app();
  app.add_option("--type", typeName, "Block type, as Q4_K")->required()->type_name("TYPE");
  app.add_option("--in", in, "File of whole blocks")->required()->type_name("BYTES");
  app.add_option("--out", out, "File for the float32 values, little-endian")
      ->required()
      ->type_name("FLOATS");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const quant::BlockType& type = requireType(typeName);
  const auto file = base::MappedFile::open(in);
  const auto blocks = file->bytes();
  if (blocks.empty() || blocks.size() % type.blockBytes != 0) {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The file has {} bytes, which is not a whole number of {} blocks of {} "
                            "bytes.",
                            blocks.size(), type.name, type.blockBytes),
                in);
  }
  base::AtomicFile target(out);
  writeValues(type, blocks, target);
  file->verifySize();
  target.commit();
  return 0;
}

}  // namespace
}  // namespace alcove::tools
