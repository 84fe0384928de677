// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/scope.h"

namespace alcove::server {

// What is known of a key: never the key itself.
struct AccessKey {
  std::string id;  // 8 hexadecimal digits, for logs and for removing it
  std::string name;
  std::vector<Scope> scopes;
  std::string sha256;        // of the key, 64 hexadecimal digits
  std::int64_t created = 0;  // seconds since 1970

  [[nodiscard]] bool allows(Scope scope) const noexcept;
};

struct NewKey {
  AccessKey entry;
  std::string secret;  // shown once, stored nowhere
};

// The keys of the public server, in a JSON file that only its owner can read. Several processes may
// use one file: each change is made under a lock, written beside the file and renamed, and seen by
// the others at their next question. A file that can no longer be read lets nobody in. Safe to call
// from any thread.
class KeyStore {
 public:
  // The file need not exist yet. It is read when something is asked; every function then throws
  // Error Io or Corrupt if it cannot be.
  explicit KeyStore(std::filesystem::path path);

  [[nodiscard]] std::vector<AccessKey> list();

  // `name` of 1 to 100 characters, at least one scope. Throws Error InvalidArgument,
  // LimitExceeded, Io.
  [[nodiscard]] NewKey add(const std::string& name, const std::vector<Scope>& scopes);
  // From now on it opens nothing. Throws Error NotFound, Io.
  AccessKey remove(const std::string& id);
  // Takes back the removal of a key by this process. Throws Error NotFound, Io.
  AccessKey restore(const std::string& id);

  // The key whose secret this is. Takes as long for every secret of one length: all keys are
  // compared, each in constant time.
  [[nodiscard]] std::optional<AccessKey> find(std::string_view secret);

 private:
  static constexpr std::int64_t kNoFile = -1;
  static constexpr std::int64_t kUnknown = -2;  // equal to no file's
  struct Stamp {                                // tells one version of the file from another
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;
    std::int64_t bytes = kUnknown;
    bool operator==(const Stamp&) const = default;
  };

  [[nodiscard]] Stamp stamp() const;
  void refresh();
  void read();
  void write(const std::vector<AccessKey>& keys);

  std::filesystem::path m_path;
  std::mutex m_mutex;  // guards what follows
  Stamp m_seen;
  std::vector<AccessKey> m_keys;
  std::deque<AccessKey> m_removed;  // by this process, newest last
};

}  // namespace alcove::server
