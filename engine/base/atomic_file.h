// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace alcove::base {

// A file that appears under its name only when it is whole: written beside it, synced, renamed.
// Destroyed without commit(), it leaves nothing behind and what was there before stays.
class AtomicFile {
 public:
  // Throws Error Io if no file can be made in the folder of `path`.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  // Throws Error Io (a full disk, most of the time).
  void write(std::span<const std::byte> bytes);

  // Puts the file in place, also across a power cut. Throws Error Io; then nothing was replaced.
  void commit();

 private:
  [[noreturn]] void fail(const char* action, int error) const;

  std::filesystem::path m_path;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;
};

// All of it in one call.
void atomicWrite(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace alcove::base
