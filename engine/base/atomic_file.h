// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace alcove::base {

// A file that appears under its name only when it is whole: written beside it, synced, renamed.
// Destroyed without commit(), it leaves nothing behind and what was there before stays.
class AtomicFile {
 public:
  // `permissions` as of open(2), before the umask: 0600 for what only its owner may read. Throws
  // Error Io if no file can be made in the folder of `path`.
  explicit AtomicFile(std::filesystem::path path, unsigned permissions = 0666);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  // Asks for the room that the whole file will need, so that a disk that is too full is refused
  // now and not after hours. Throws Error Io; a file system that cannot tell is no failure.
  void reserve(std::uint64_t bytes);

  // Throws Error Io (a full disk, most of the time).
  void write(std::span<const std::byte> bytes);

  // Where what was written stands until commit().
  [[nodiscard]] const std::filesystem::path& temporaryPath() const noexcept { return m_temporary; }

  // Puts the file in place, also across a power cut. Throws Error Io; then nothing was replaced.
  void commit();

 private:
  [[noreturn]] void fail(const char* action, int error) const;

  std::filesystem::path m_path;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;
};

// All of it in one call.
void atomicWrite(const std::filesystem::path& path, std::span<const std::byte> bytes,
                 unsigned permissions = 0666);

}  // namespace alcove::base
