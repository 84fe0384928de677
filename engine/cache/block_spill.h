// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cache/chain_key.h"
#include "cache/kv_layout.h"

namespace alcove::cache {

// Where full blocks go that a pool has no room for, and come back from. Called from the pool's
// thread; must not call back.
class BlockSpill {
 public:
  virtual ~BlockSpill() = default;
  // Keeps a copy of the block's contents, if it can. Never throws.
  virtual void save(const BlockName& name, BlockId block) noexcept = 0;
  // True if contents of this name are kept, as far as is known without reading them.
  [[nodiscard]] virtual bool has(const ChainKey& key) const noexcept = 0;
  // Writes the contents that have this name into `into`; false if they are not kept, or damaged.
  [[nodiscard]] virtual bool restore(const BlockName& name, BlockId into) noexcept = 0;
};

}  // namespace alcove::cache
