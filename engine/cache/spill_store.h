// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "cache/block_file.h"
#include "cache/kv_pool.h"

namespace alcove::cache {

struct SpillLimits {
  std::uint64_t memoryBytes = 0;  // 0: none is kept in memory
  std::uint64_t diskBytes = 0;    // 0: none is kept on disk, and what is in the folder is deleted
  std::filesystem::path folder;   // shared by all models; made if it is not there. Empty: no disk
};

struct SpillUsage {
  std::uint64_t memoryBlocks = 0;
  std::uint64_t memoryBytes = 0;
  std::uint64_t diskBlocks = 0;  // of this layout
  std::uint64_t diskBytes = 0;   // of all models
  std::uint64_t diskLimitBytes = 0;
  std::uint64_t restoredBlocks = 0;
};

// Keeps full blocks that a pool gives away: first in memory, from there on disk, where another run
// of the program finds them; in both places those go first that were not used for longest. A
// thread of its own writes the files, so that nobody waits for a disk; when it cannot keep up, what
// is newest is not written. A disk that fails ends the writing, nothing else.
class SpillStore final : public BlockSpill {
 public:
  // Looks through the folder. `pool` outlives this. Never throws: a folder that cannot be used is
  // logged and not used.
  SpillStore(KvPool& pool, SpillLimits limits);
  // Writes what is still waiting to be written, for two seconds at most.
  ~SpillStore() override;
  SpillStore(const SpillStore&) = delete;
  SpillStore& operator=(const SpillStore&) = delete;

  void save(const BlockName& name, BlockId block) noexcept override;
  [[nodiscard]] bool has(const ChainKey& key) const noexcept override;
  [[nodiscard]] bool restore(const BlockName& name, BlockId into) noexcept override;

  // False: it is of no use.
  [[nodiscard]] bool keepsAny() const noexcept { return m_limits.memoryBytes > 0 || keepsFiles(); }
  [[nodiscard]] bool keepsFiles() const noexcept { return m_limits.diskBytes > 0; }
  // True if more may be saved now without anything being lost. Any thread.
  [[nodiscard]] bool hasRoom() const;
  // Any thread.
  [[nodiscard]] SpillUsage usage() const;

 private:
  using Shared = std::shared_ptr<const SpilledBlock>;
  struct InMemory {
    Shared block;
    std::list<ChainKey>::iterator use;
  };
  struct OnDisk {
    std::uint64_t bytes;
    std::list<std::string>::iterator use;
  };

  void keepInMemory(const Shared& block);
  void keepOnDisk(const Shared& block);
  [[nodiscard]] Shared findInMemory(const ChainKey& key);
  [[nodiscard]] Shared findWaiting(const ChainKey& key) const;
  [[nodiscard]] bool restoreFile(const BlockName& name, BlockId into);
  void scanFolder();
  void writeFiles();
  void writeOne(const Shared& block);
  void addFile(const std::string& file, std::uint64_t bytes);
  void removeFile(const std::string& file);
  void makeRoomOnDisk();

  KvPool& m_pool;
  SpillLimits m_limits;

  mutable std::mutex m_mutex;  // guards what follows
  std::condition_variable m_wake;
  std::unordered_map<ChainKey, InMemory, ChainKeyHash> m_memory;
  std::list<ChainKey> m_memoryUse;  // oldest first
  std::unordered_map<std::string, OnDisk> m_files;
  std::list<std::string> m_fileUse;  // oldest first
  std::deque<Shared> m_waiting;      // to be written
  SpillUsage m_usage;
  bool m_ending = false;

  std::thread m_writer;  // last: everything above must be there when it starts
};

}  // namespace alcove::cache
