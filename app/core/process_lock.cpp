// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/process_lock.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/file.h>
#include <QFile>
#else
#include <QLockFile>
#endif

namespace alcove::core {
namespace {

#ifdef Q_OS_UNIX
class FileLock : public ProcessLock {
 public:
  explicit FileLock(const QString& path) : m_file(path) {}
  // QFile opens with O_CLOEXEC: a child never inherits the lock.
  bool acquire() {
    m_held = m_file.open(QIODevice::ReadWrite) && flock(m_file.handle(), LOCK_EX | LOCK_NB) == 0;
    return m_held;
  }
  ~FileLock() override {
    if (m_held) m_file.remove();
  }

 private:
  QFile m_file;
  bool m_held = false;
};
#else
class FileLock : public ProcessLock {
 public:
  explicit FileLock(const QString& path) : m_lock(path) { m_lock.setStaleLockTime(0); }
  bool acquire() { return m_lock.tryLock(); }

 private:
  QLockFile m_lock;
};
#endif

}  // namespace

std::unique_ptr<ProcessLock> ProcessLock::tryAcquire(const QString& path) {
  auto lock = std::make_unique<FileLock>(path);
  return lock->acquire() ? std::move(lock) : nullptr;
}

}  // namespace alcove::core
