// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <utility>

namespace alcove::base {
namespace {

constexpr int kNameAttempts = 100;

std::filesystem::path temporaryName(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path name = path;
  name.replace_filename(
      fmt::format(".{}.{}-{}.part", path.filename().string(), getpid(), counter.fetch_add(1)));
  return name;
}

std::filesystem::path folderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path, unsigned permissions) : m_path(std::move(path)) {
  if (!m_path.has_filename() || std::filesystem::is_directory(m_path)) fail("written", EISDIR);
  for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
    m_temporary = temporaryName(m_path);
    m_descriptor =
        ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
    if (m_descriptor >= 0) return;
    if (errno != EEXIST) break;
  }
  fail("written", errno);
}

AtomicFile::~AtomicFile() {
  if (m_descriptor < 0) return;
  ::close(m_descriptor);
  ::unlink(m_temporary.c_str());
}

void AtomicFile::reserve(std::uint64_t bytes) {
  constexpr auto kMost = std::uint64_t(std::numeric_limits<off_t>::max());
  if (bytes > kMost) fail("written", EFBIG);
  // KEEP_SIZE: the file is as long as what was written, whatever was set aside for it.
  if (fallocate(m_descriptor, FALLOC_FL_KEEP_SIZE, 0, off_t(bytes)) == 0) return;
  if (errno == ENOSPC || errno == EFBIG || errno == EDQUOT) {
    const int error = errno;
    throw Error(ErrorCode::Io,
                fmt::format("The file needs {} bytes, for which the disk has no room: {}.", bytes,
                            std::strerror(error)),
                m_path.string());
  }
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("written", errno);
    }
    bytes = bytes.subspan(std::size_t(written));
  }
}

void AtomicFile::commit() {
  if (fsync(m_descriptor) != 0) fail("written to the disk", errno);
  if (std::rename(m_temporary.c_str(), m_path.c_str()) != 0) fail("put in place", errno);
  ::close(std::exchange(m_descriptor, -1));
  // The rename itself is safe only when the folder has been synced; some file systems refuse that.
  const int folder = ::open(folderOf(m_path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  fsync(folder);
  ::close(folder);
}

void AtomicFile::fail(const char* action, int error) const {
  throw Error(ErrorCode::Io,
              fmt::format("The file cannot be {}: {}.", action, std::strerror(error)),
              m_path.string());
}

void atomicWrite(const std::filesystem::path& path, std::span<const std::byte> bytes,
                 unsigned permissions) {
  AtomicFile file(path, permissions);
  file.write(bytes);
  file.commit();
}

}  // namespace alcove::base
