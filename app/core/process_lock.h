// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <memory>

namespace alcove::core {

// A lock file that the operating system releases when its process ends, however it ends. (On
// Unix by flock: unlike a process id in the file, it is never wrong about a process that is gone.)
class ProcessLock {
 public:
  // Null if another lock on `path` is held, by this process or any other, or if the file cannot be
  // created. The folder must exist.
  [[nodiscard]] static std::unique_ptr<ProcessLock> tryAcquire(const QString& path);
  virtual ~ProcessLock() = default;  // releases the lock and removes the file
};

}  // namespace alcove::core
