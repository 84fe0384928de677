// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cache/chain_key.h"
#include "models/adapter.h"
#include "runtime/engine.h"

namespace alcove::adapters {
class BaseLayers;
}

namespace alcove::runtime {

// The adapters that an engine has loaded. Safe to use from any thread; what was handed out stays
// usable when it is unloaded.
class AdapterSet {
 public:
  explicit AdapterSet(std::shared_ptr<const formats::GgufFile> base);
  ~AdapterSet();

  // As the functions of Engine.
  std::uint32_t load(const std::filesystem::path& path, float scale);
  void unload(std::uint32_t id);
  [[nodiscard]] std::vector<AdapterInfo> list() const;
  void setScales(std::span<const AdapterScale> scales);

  // What a request uses: those that it names, or those that have a scale of their own; without
  // those whose scale is 0, and by their identities, so that their order says nothing. Throws Error
  // NotFound or InvalidArgument.
  [[nodiscard]] std::vector<models::AdapterUse> uses(
      const std::optional<std::vector<AdapterScale>>& wanted) const;

 private:
  struct Entry {
    AdapterInfo info;
    std::shared_ptr<const models::Adapter> adapter;
  };
  [[nodiscard]] std::size_t find(std::uint32_t id) const;

  std::shared_ptr<const formats::GgufFile> m_file;
  mutable std::mutex m_mutex;                          // guards what follows
  std::shared_ptr<const adapters::BaseLayers> m_base;  // made at first use
  std::vector<Entry> m_entries;
  std::uint32_t m_nextId = 0;
};

// The start of cache chains for sequences that use these: what was computed with an adapter at one
// scale is of no use without it or at another.
[[nodiscard]] cache::ChainKey startWith(const cache::ChainKey& root,
                                        std::span<const models::AdapterUse> adapters);

// Why a model has no adapters and what to do about it.
[[nodiscard]] std::string adaptersElsewhere();

}  // namespace alcove::runtime
