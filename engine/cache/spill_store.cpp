// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/spill_store.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <vector>

#include "base/log.h"
#include "base/mapped_file.h"

namespace alcove::cache {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".kvblock";
constexpr std::uint64_t kMostWaitingBytes = 256 << 20;
constexpr auto kLastWrites = std::chrono::seconds(2);

std::string fileName(const ChainKey& key) { return keyText(key) + kSuffix; }

bool isBlockFile(const fs::directory_entry& entry) {
  constexpr std::size_t kNameLength = 64 + 8;
  const std::string name = entry.path().filename().string();
  return name.size() == kNameLength && name.ends_with(kSuffix) && entry.is_regular_file() &&
         !entry.is_symlink();
}

}  // namespace

SpillStore::SpillStore(KvPool& pool, SpillLimits limits)
    : m_pool(pool), m_limits(std::move(limits)) {
  if (m_limits.folder.empty()) m_limits.diskBytes = 0;
  std::error_code ignored;
  if (keepsFiles() || fs::is_directory(m_limits.folder, ignored)) scanFolder();
  m_usage.diskLimitBytes = m_limits.diskBytes;
  if (keepsFiles()) m_writer = std::thread([this] { writeFiles(); });
}

SpillStore::~SpillStore() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_wake.notify_all();
  if (m_writer.joinable()) m_writer.join();
}

void SpillStore::scanFolder() {
  struct Found {
    std::string name;
    std::uint64_t bytes;
    fs::file_time_type used;
  };
  std::vector<Found> found;
  try {
    fs::create_directories(m_limits.folder);
    fs::permissions(m_limits.folder, fs::perms::owner_all);
    for (const fs::directory_entry& entry : fs::directory_iterator(m_limits.folder))
      if (isBlockFile(entry))
        found.push_back(
            {entry.path().filename().string(), entry.file_size(), entry.last_write_time()});
  } catch (const fs::filesystem_error& error) {
    base::log(base::LogLevel::Warning, "cache",
              fmt::format("The KV cache is not kept on disk: {}.", error.what()));
    m_limits.diskBytes = 0;
    return;
  }
  std::ranges::sort(found, {}, &Found::used);
  for (const Found& file : found) addFile(file.name, file.bytes);
  makeRoomOnDisk();
}

void SpillStore::save(const BlockName& name, BlockId block) noexcept {
  try {
    auto copy = std::make_shared<SpilledBlock>(
        SpilledBlock{name.key, name.parent, {name.tokens.begin(), name.tokens.end()}, {}});
    copy->contents.resize(m_pool.layout().blockBytes());
    m_pool.exportBlock(block, copy->contents);
    {
      const std::lock_guard lock(m_mutex);
      keepInMemory(copy);
      keepOnDisk(copy);
    }
    m_wake.notify_one();
  } catch (const std::exception&) {
    // No memory, or a device that is lost. Then it is not kept: that costs time later, nothing
    // else.
  }
}

void SpillStore::keepInMemory(const Shared& block) {
  const std::uint64_t bytes = block->contents.size();
  if (bytes > m_limits.memoryBytes || m_memory.contains(block->key)) return;
  while (m_usage.memoryBytes + bytes > m_limits.memoryBytes) {
    m_memory.erase(m_memoryUse.front());
    m_memoryUse.pop_front();
    m_usage.memoryBytes -= bytes;
    --m_usage.memoryBlocks;
  }
  m_memoryUse.push_back(block->key);
  m_memory[block->key] = {block, std::prev(m_memoryUse.end())};
  m_usage.memoryBytes += bytes;
  ++m_usage.memoryBlocks;
}

void SpillStore::keepOnDisk(const Shared& block) {
  const bool fits = (m_waiting.size() + 1) * block->contents.size() <= kMostWaitingBytes;
  if (keepsFiles() && fits && !m_files.contains(fileName(block->key))) m_waiting.push_back(block);
}

SpillStore::Shared SpillStore::findInMemory(const ChainKey& key) {
  const std::lock_guard lock(m_mutex);
  if (const auto found = m_memory.find(key); found != m_memory.end()) {
    m_memoryUse.splice(m_memoryUse.end(), m_memoryUse, found->second.use);
    return found->second.block;
  }
  return findWaiting(key);
}

SpillStore::Shared SpillStore::findWaiting(const ChainKey& key) const {
  const auto waiting =
      std::ranges::find_if(m_waiting, [&](const Shared& block) { return block->key == key; });
  return waiting == m_waiting.end() ? nullptr : *waiting;
}

bool SpillStore::has(const ChainKey& key) const noexcept {
  const std::lock_guard lock(m_mutex);
  return m_memory.contains(key) || m_files.contains(fileName(key)) || findWaiting(key) != nullptr;
}

bool SpillStore::restore(const BlockName& name, BlockId into) noexcept {
  bool restored = false;
  try {
    if (const Shared block = findInMemory(name.key)) {
      restored = std::ranges::equal(block->tokens, name.tokens) && block->parent == name.parent;
      if (restored) m_pool.importBlock(into, block->contents);
    } else {
      restored = restoreFile(name, into);
    }
  } catch (const std::exception&) {
    restored = false;
  }
  const std::lock_guard lock(m_mutex);
  if (restored) ++m_usage.restoredBlocks;
  return restored;
}

bool SpillStore::restoreFile(const BlockName& name, BlockId into) {
  const std::string file = fileName(name.key);
  {
    const std::lock_guard lock(m_mutex);
    const auto found = m_files.find(file);
    if (found == m_files.end()) return false;
    m_fileUse.splice(m_fileUse.end(), m_fileUse, found->second.use);
  }
  const fs::path path = m_limits.folder / file;
  try {
    const auto mapped = base::MappedFile::open(path);
    const auto contents = readBlockFile(mapped->bytes(), name, m_pool.layout());
    if (!contents.empty()) {
      m_pool.importBlock(into, contents);
      mapped->verifySize();
      std::error_code ignored;
      fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
      return true;
    }
  } catch (const Error&) {
    // Gone, or unreadable: as good as damaged.
  }
  const std::lock_guard lock(m_mutex);
  removeFile(file);
  return false;
}

bool SpillStore::hasRoom() const {
  const std::lock_guard lock(m_mutex);
  const std::uint64_t bytes = m_pool.layout().blockBytes();
  return keepsFiles() && (m_waiting.size() + 1) * bytes <= kMostWaitingBytes / 4;
}

SpillUsage SpillStore::usage() const {
  const std::lock_guard lock(m_mutex);
  SpillUsage usage = m_usage;
  usage.diskBlocks = m_files.size();
  return usage;
}

void SpillStore::addFile(const std::string& file, std::uint64_t bytes) {
  if (m_files.contains(file)) return;
  m_fileUse.push_back(file);
  m_files[file] = {bytes, std::prev(m_fileUse.end())};
  m_usage.diskBytes += bytes;
}

void SpillStore::removeFile(const std::string& file) {
  const auto found = m_files.find(file);
  if (found == m_files.end()) return;
  std::error_code ignored;
  fs::remove(m_limits.folder / file, ignored);
  m_usage.diskBytes -= found->second.bytes;
  m_fileUse.erase(found->second.use);
  m_files.erase(found);
}

void SpillStore::makeRoomOnDisk() {
  while (m_usage.diskBytes > m_limits.diskBytes) removeFile(std::string(m_fileUse.front()));
}

void SpillStore::writeFiles() {
  std::unique_lock lock(m_mutex);
  auto deadline = std::chrono::steady_clock::time_point::max();
  while (true) {
    m_wake.wait(lock, [&] { return m_ending || !m_waiting.empty(); });
    if (m_ending) deadline = std::min(deadline, std::chrono::steady_clock::now() + kLastWrites);
    if (m_waiting.empty() || std::chrono::steady_clock::now() > deadline) return;
    const Shared block = m_waiting.front();
    lock.unlock();
    writeOne(block);
    lock.lock();
    m_waiting.pop_front();
  }
}

void SpillStore::writeOne(const Shared& block) {
  try {
    const std::string file = fileName(block->key);
    writeBlockFile(m_limits.folder / file, *block, m_pool.layout());
    const std::lock_guard lock(m_mutex);
    addFile(file, blockFileBytes(m_pool.layout()));
    makeRoomOnDisk();
  } catch (const Error& error) {
    base::log(base::LogLevel::Warning, "cache",
              fmt::format("A part of the KV cache was not kept on disk: {}", error.sentence()));
  }
}

}  // namespace alcove::cache
