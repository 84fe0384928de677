// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/key_store.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/atomic_file.h"
#include "base/sha256.h"
#include "server/access.h"
#include "server/key_file.h"

namespace alcove::server {
namespace {

constexpr unsigned kOwnerOnly = 0600;
constexpr std::size_t kMostKeys = 1000;
constexpr std::size_t kMostNameBytes = 100;
constexpr std::size_t kSecretBytes = 24;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kMostRemoved = 32;
constexpr std::streamoff kMostFileBytes = 4 * 1024 * 1024;

std::string randomHex(std::size_t bytes) {
  std::vector<unsigned char> values(bytes);
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t got = getrandom(values.data() + done, bytes - done, 0);
    if (got > 0) done += std::size_t(got);
    if (got < 0 && errno != EINTR)
      throw Error(ErrorCode::Io, "The system gave no random numbers for a key; try again.");
  }
  return fmt::format("{:02x}", fmt::join(values, ""));
}

// Held while the file is read, changed and put back; another process waits.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path) {
    const std::filesystem::path name = path.string() + ".lock";
    m_descriptor = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (m_descriptor < 0 || flock(m_descriptor, LOCK_EX) != 0) {
      const int error = errno;
      if (m_descriptor >= 0) close(m_descriptor);
      throw Error(ErrorCode::Io,
                  fmt::format("The keys cannot be changed ({}); check that you may write to the "
                              "folder.",
                              std::strerror(error)),
                  name.string());
    }
  }
  ~FileLock() { close(m_descriptor); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int m_descriptor;
};

void checkName(const std::string& name) {
  const auto isControl = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  if (name.empty() || name.size() > kMostNameBytes || std::ranges::any_of(name, isControl))
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("A key needs a name of 1 to {} characters on one line.", kMostNameBytes));
}

}  // namespace

bool AccessKey::allows(Scope scope) const noexcept {
  return scope == Scope::Open || std::ranges::find(scopes, scope) != scopes.end();
}

KeyStore::KeyStore(std::filesystem::path path) : m_path(std::move(path)) {}

KeyStore::Stamp KeyStore::stamp() const {
  struct stat status {};
  if (::stat(m_path.c_str(), &status) != 0) return {0, 0, kNoFile};
  return {status.st_ino, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
          status.st_size};
}

// REQUIRES: m_mutex is held.
void KeyStore::read() {
  const Stamp now = stamp();
  m_seen = {};
  m_keys.clear();
  std::ifstream file(m_path, std::ios::binary);
  if (now.bytes < 0) {
    m_seen = now;
    return;
  }
  if (!file || now.bytes > kMostFileBytes)
    throw Error(ErrorCode::Io, "The file of keys cannot be read; check its permissions and size.",
                m_path.string());
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  m_keys = parseKeyFile(text, m_path.string());
  m_seen = now;
}

void KeyStore::refresh() {
  if (stamp() != m_seen) read();
}

void KeyStore::write(const std::vector<AccessKey>& keys) {
  const std::string text = keyFileText(keys);
  base::atomicWrite(m_path, std::as_bytes(std::span(text)), kOwnerOnly);
  read();
}

std::vector<AccessKey> KeyStore::list() {
  const std::lock_guard lock(m_mutex);
  refresh();
  return m_keys;
}

NewKey KeyStore::add(const std::string& name, const std::vector<Scope>& scopes) {
  checkName(name);
  if (scopes.empty())
    throw Error(ErrorCode::InvalidArgument,
                "A key that may do nothing is of no use; give a scope.");
  NewKey made;
  made.secret = "alcove-" + randomHex(kSecretBytes);
  made.entry = {randomHex(kIdBytes), name, scopes, base::sha256Hex(made.secret),
                std::chrono::duration_cast<std::chrono::seconds>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count()};
  const std::lock_guard lock(m_mutex);
  const FileLock file(m_path);
  read();
  if (m_keys.size() >= kMostKeys)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("There are {} keys already; remove some that are no longer used.",
                            m_keys.size()));
  std::vector<AccessKey> keys = m_keys;
  keys.push_back(made.entry);
  write(keys);
  return made;
}

AccessKey KeyStore::remove(const std::string& id) {
  const std::lock_guard lock(m_mutex);
  const FileLock file(m_path);
  read();
  std::vector<AccessKey> keys = m_keys;
  const auto it = std::ranges::find(keys, id, &AccessKey::id);
  if (it == keys.end())
    throw Error(ErrorCode::NotFound, fmt::format("There is no key with the id '{}'.", id));
  AccessKey removed = *it;
  keys.erase(it);
  write(keys);
  m_removed.push_back(removed);
  if (m_removed.size() > kMostRemoved) m_removed.pop_front();
  return removed;
}

AccessKey KeyStore::restore(const std::string& id) {
  const std::lock_guard lock(m_mutex);
  const auto it = std::ranges::find(m_removed, id, &AccessKey::id);
  if (it == m_removed.end())
    throw Error(ErrorCode::NotFound, "The key was removed too long ago; make a new one.");
  const FileLock file(m_path);
  read();
  std::vector<AccessKey> keys = m_keys;
  keys.push_back(*it);
  write(keys);
  AccessKey restored = *it;
  m_removed.erase(it);
  return restored;
}

std::optional<AccessKey> KeyStore::find(std::string_view secret) {
  const std::string given = base::sha256Hex(secret);
  const std::lock_guard lock(m_mutex);
  refresh();
  std::size_t found = m_keys.size();
  for (std::size_t i = 0; i < m_keys.size(); ++i) {
    const bool equal = equalSecrets(given, m_keys[i].sha256);
    found = equal ? i : found;
  }
  if (found == m_keys.size()) return std::nullopt;
  return m_keys[found];
}

}  // namespace alcove::server
