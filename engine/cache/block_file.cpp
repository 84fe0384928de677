// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_file.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/atomic_file.h"

namespace alcove::cache {
namespace {

static_assert(std::endian::native == std::endian::little, "block files are little-endian");

constexpr char kMagic[8] = {'A', 'L', 'C', 'V', 'K', 'V', 'B', '2'};

// What stands at the beginning of the file; the tokens follow, then the contents.
struct Header {
  char magic[8];
  std::uint32_t layers, kvHeads, keyDim, valueDim, blockTokens;
  std::uint16_t keyType, valueType;
  std::byte key[32];
  std::byte parent[32];
  std::uint64_t contentBytes;
  std::uint64_t contentHash;  // XXH3
  std::uint64_t headHash;     // XXH3 of all before, and of the tokens
};
static_assert(sizeof(Header) == 8 + 24 + 64 + 24);

std::uint64_t headHash(const Header& header, std::span<const std::int32_t> tokens) {
  const std::uint64_t own = XXH3_64bits(&header, offsetof(Header, headHash));
  return XXH3_64bits_withSeed(tokens.data(), tokens.size_bytes(), own);
}

Header describe(const BlockName& name, const KvLayout& layout) {
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.layers = layout.layers;
  header.kvHeads = layout.kvHeads;
  header.keyDim = layout.keyDim;
  header.valueDim = layout.valueDim;
  header.blockTokens = layout.blockTokens;
  header.keyType = std::uint16_t(layout.keyType->ggmlId);
  header.valueType = std::uint16_t(layout.valueType->ggmlId);
  std::ranges::copy(name.key.bytes, header.key);
  std::ranges::copy(name.parent.bytes, header.parent);
  header.contentBytes = layout.blockBytes();
  return header;
}

std::size_t headBytes(const KvLayout& layout) {
  return sizeof(Header) + layout.blockTokens * sizeof(std::int32_t);
}

}  // namespace

void writeBlockFile(const std::filesystem::path& path, const SpilledBlock& block,
                    const KvLayout& layout) {
  Header header = describe({block.key, block.parent, block.tokens}, layout);
  header.contentHash = XXH3_64bits(block.contents.data(), block.contents.size());
  header.headHash = headHash(header, block.tokens);
  base::AtomicFile file(path, 0600);  // what was said in a chat can be read out of it
  file.reserve(blockFileBytes(layout));
  file.write(std::as_bytes(std::span(&header, 1)));
  file.write(std::as_bytes(std::span(block.tokens)));
  file.write(block.contents);
  file.commit();
}

std::uint64_t blockFileBytes(const KvLayout& layout) {
  return headBytes(layout) + layout.blockBytes();
}

std::span<const std::byte> readBlockFile(std::span<const std::byte> file, const BlockName& name,
                                         const KvLayout& layout) noexcept {
  if (file.size() != blockFileBytes(layout) || name.tokens.size() != layout.blockTokens) return {};
  Header header;
  std::memcpy(&header, file.data(), sizeof header);
  const std::span<const std::byte> contents = file.subspan(headBytes(layout));
  Header wanted = describe(name, layout);
  wanted.contentHash = XXH3_64bits(contents.data(), contents.size());
  wanted.headHash = headHash(wanted, name.tokens);
  if (std::memcmp(&header, &wanted, sizeof header) != 0) return {};
  if (std::memcmp(file.data() + sizeof header, name.tokens.data(), name.tokens.size_bytes()) != 0)
    return {};
  return contents;
}

}  // namespace alcove::cache
