// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/assert.h"
#include "base/damage_guard.h"

namespace alcove::base {
namespace {

std::size_t pageBytes() { return std::size_t(sysconf(_SC_PAGESIZE)); }

[[noreturn]] void throwOpenError(const std::filesystem::path& path, int error) {
  const ErrorCode code = error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
  throw Error(code, fmt::format("The file cannot be opened: {}.", std::strerror(error)),
              path.string());
}

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  std::shared_ptr<MappedFile> file(new MappedFile);
  file->m_path = path;
  // Non-blocking, so that a named pipe is refused below and not waited for.
  file->m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file->m_descriptor < 0) throwOpenError(path, errno);
  struct stat status = {};
  if (fstat(file->m_descriptor, &status) != 0) throwOpenError(path, errno);
  if (S_ISDIR(status.st_mode)) {
    throw Error(ErrorCode::Io, "This is a folder, not a file.", path.string());
  }
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::Io, "This is a device or pipe, not a file.", path.string());
  }
  if (status.st_size == 0) return file;
  void* const data =
      mmap(nullptr, std::size_t(status.st_size), PROT_READ, MAP_PRIVATE, file->m_descriptor, 0);
  if (data == MAP_FAILED) {
    throw Error(ErrorCode::Io,
                fmt::format("The file cannot be mapped into memory: {}.", std::strerror(errno)),
                path.string());
  }
  file->m_data = static_cast<const std::byte*>(data);
  file->m_size = std::size_t(status.st_size);
  file->m_range = watchRange(data, file->m_size);
  return file;
}

MappedFile::~MappedFile() {
  if (m_range != nullptr) unwatchRange(m_range);
  if (m_data != nullptr) munmap(const_cast<std::byte*>(m_data), m_size);
  if (m_descriptor >= 0) ::close(m_descriptor);
}

void MappedFile::verifySize() const {
  if (m_data == nullptr) return;
  struct stat status = {};
  if (fstat(m_descriptor, &status) != 0) throwOpenError(m_path, errno);
  if (std::size_t(status.st_size) < m_size) {
    throw Error(ErrorCode::Io,
                fmt::format("The file was cut from {} to {} bytes while it was in use.", m_size,
                            status.st_size),
                m_path.string());
  }
  if (m_range->damaged.load(std::memory_order_acquire)) {
    throw Error(ErrorCode::Io, "Part of the file could not be read while it was in use.",
                m_path.string());
  }
}

void MappedFile::willNeed(std::size_t offset, std::size_t size) const noexcept {
  if (offset >= m_size || size == 0) return;
  const std::size_t begin = offset & ~(pageBytes() - 1);
  const std::size_t end = offset + std::min(size, m_size - offset);
  madvise(const_cast<std::byte*>(m_data) + begin, end - begin, MADV_WILLNEED);
}

void MappedFile::read(std::size_t offset, std::span<std::byte> destination) const noexcept {
  ALCOVE_ASSERT(offset <= m_size && destination.size() <= m_size - offset);
  while (!destination.empty()) {
    const ssize_t count =
        pread(m_descriptor, destination.data(), destination.size(), off_t(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      std::memset(destination.data(), 0, destination.size());
      m_range->damaged.store(true, std::memory_order_release);
      return;
    }
    offset += std::size_t(count);
    destination = destination.subspan(std::size_t(count));
  }
}

void MappedFile::release(std::size_t offset, std::size_t size) const noexcept {
  if (offset >= m_size || size == 0) return;
  const std::size_t page = pageBytes();
  const std::size_t begin = (offset + page - 1) & ~(page - 1);
  std::size_t end = offset + std::min(size, m_size - offset);
  if (end != m_size) end &= ~(page - 1);
  if (begin >= end) return;
  madvise(const_cast<std::byte*>(m_data) + begin, end - begin, MADV_DONTNEED);
}

}  // namespace alcove::base
