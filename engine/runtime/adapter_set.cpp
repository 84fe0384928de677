// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/adapter_set.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "adapters/bind.h"

namespace alcove::runtime {
namespace {

// More is a mistake, and would only make numbers overflow.
constexpr float kMostScale = 1000;

void checkScale(float scale) {
  if (std::isfinite(scale) && std::abs(scale) <= kMostScale) return;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("An adapter's scale must be a number between {} and {}; it is {}.",
                          -kMostScale, kMostScale, scale));
}

std::uint64_t bytesOf(const models::Adapter& adapter) {
  std::uint64_t bytes = 0;
  for (const auto& values : adapter.values) bytes += values.size() * sizeof(float);
  return bytes;
}

}  // namespace

AdapterSet::AdapterSet(std::shared_ptr<const formats::GgufFile> base) : m_file(std::move(base)) {}
AdapterSet::~AdapterSet() = default;

std::uint32_t AdapterSet::load(const std::filesystem::path& path, float scale) {
  checkScale(scale);
  std::shared_ptr<const adapters::BaseLayers> base;
  {
    const std::lock_guard lock(m_mutex);
    if (!m_base) m_base = std::make_shared<const adapters::BaseLayers>(m_file);
    base = m_base;
  }
  // Others may use what is loaded meanwhile.
  const adapters::LoraAdapter read = adapters::readAdapter(path, *base);
  Entry entry{{0, path, read.name, scale, 0}, adapters::bindAdapter(read, *base)};
  entry.info.bytes = bytesOf(*entry.adapter);
  const std::lock_guard lock(m_mutex);
  entry.info.id = m_nextId++;
  m_entries.push_back(std::move(entry));
  return m_entries.back().info.id;
}

std::size_t AdapterSet::find(std::uint32_t id) const {
  const auto found =
      std::ranges::find_if(m_entries, [&](const Entry& entry) { return entry.info.id == id; });
  if (found == m_entries.end())
    throw Error(ErrorCode::NotFound, fmt::format("No adapter with the id {} is loaded.", id));
  return std::size_t(found - m_entries.begin());
}

void AdapterSet::unload(std::uint32_t id) {
  const std::lock_guard lock(m_mutex);
  m_entries.erase(m_entries.begin() + std::ptrdiff_t(find(id)));
}

std::vector<AdapterInfo> AdapterSet::list() const {
  const std::lock_guard lock(m_mutex);
  std::vector<AdapterInfo> infos;
  for (const Entry& entry : m_entries) infos.push_back(entry.info);
  return infos;
}

void AdapterSet::setScales(std::span<const AdapterScale> scales) {
  const std::lock_guard lock(m_mutex);
  std::vector<float> values(m_entries.size(), 0.0f);
  for (const AdapterScale& one : scales) {
    checkScale(one.scale);
    values[find(one.id)] = one.scale;
  }
  for (std::size_t i = 0; i < values.size(); ++i) m_entries[i].info.scale = values[i];
}

std::vector<models::AdapterUse> AdapterSet::uses(
    const std::optional<std::vector<AdapterScale>>& wanted) const {
  const std::lock_guard lock(m_mutex);
  std::vector<models::AdapterUse> uses;
  if (wanted) {
    for (const AdapterScale& one : *wanted) {
      checkScale(one.scale);
      uses.push_back({m_entries[find(one.id)].adapter, one.scale});
    }
  } else {
    for (const Entry& entry : m_entries) uses.push_back({entry.adapter, entry.info.scale});
  }
  std::erase_if(uses, [](const models::AdapterUse& use) { return use.scale == 0; });
  std::ranges::stable_sort(
      uses, [](const auto& a, const auto& b) { return a.adapter->identity < b.adapter->identity; });
  return uses;
}

cache::ChainKey startWith(const cache::ChainKey& root,
                          std::span<const models::AdapterUse> adapters) {
  if (adapters.empty()) return root;
  std::string identity = cache::keyText(root);
  for (const models::AdapterUse& use : adapters)
    identity += fmt::format(" adapter {} at {:a}", use.adapter->identity, use.scale);
  return cache::rootKey(identity);
}

std::string adaptersElsewhere() {
  return "The model is on a graphics card, where this version cannot use adapters. Load it with "
         "the "
         "device 'cpu', or merge the adapter into it.";
}

}  // namespace alcove::runtime
