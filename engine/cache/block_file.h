// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "cache/block_spill.h"

namespace alcove::cache {

// One full block of a KV cache with its name, outside of the pool. docs/formats/kv-block.md has
// the bytes. Immutable once made: threads may share it.
struct SpilledBlock {
  ChainKey key;
  ChainKey parent;
  std::vector<std::int32_t> tokens;
  std::vector<std::byte> contents;  // KvLayout::blockBytes(), as KvPool::exportBlock() writes them
};

// Writes it beside `path` and puts it in place whole. Throws Error Io.
void writeBlockFile(const std::filesystem::path& path, const SpilledBlock& block,
                    const KvLayout& layout);

// Bytes of such a file.
[[nodiscard]] std::uint64_t blockFileBytes(const KvLayout& layout);

// The contents, if `file` holds a block of this layout and this name, undamaged; else nothing.
// The file is anybody's: every number is checked.
[[nodiscard]] std::span<const std::byte> readBlockFile(std::span<const std::byte> file,
                                                       const BlockName& name,
                                                       const KvLayout& layout) noexcept;

}  // namespace alcove::cache
