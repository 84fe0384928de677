// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace alcove::base {

struct WatchedRange;

// A file mapped read-only into memory, page by page on demand. Immutable and safe to read from any
// thread.
// If the file shrinks while mapped, or its disk fails, reads do not die by SIGBUS: the pages that
// are gone read as zeros, and verifySize() throws from then on. So a long pass over the bytes runs
// to its end and calls verifySize() after it, before its result is trusted. (A signal handler does
// this, installed with the first mapping; damage_guard.h has the details.)
class MappedFile {
 public:
  // Throws Error NotFound or Io. An empty file gives an empty span.
  [[nodiscard]] static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);

  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {m_data, m_size}; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }

  // Throws Error Io if the file on disk is now shorter than what was mapped, or if a read met a
  // page that was gone.
  void verifySize() const;

  // Tells the kernel that [offset, offset + size) will be read soon, front to back.
  void willNeed(std::size_t offset, std::size_t size) const noexcept;

  // Copies bytes from `offset` on, all of which must be inside, through the file and not through
  // the mapping: what is read once then leaves no pages behind in this process. Bytes that are gone
  // read as zeros here, too.
  void read(std::size_t offset, std::span<std::byte> destination) const noexcept;

  // Gives the whole pages inside [offset, offset + size) back; they are read again from disk if
  // touched.
  void release(std::size_t offset, std::size_t size) const noexcept;

 private:
  MappedFile() = default;

  std::filesystem::path m_path;
  const std::byte* m_data = nullptr;
  std::size_t m_size = 0;
  int m_descriptor = -1;
  WatchedRange* m_range = nullptr;
};

}  // namespace alcove::base
