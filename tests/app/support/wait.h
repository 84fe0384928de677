// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <functional>

namespace alcove::test {

// Runs the event loop until `condition` holds. False if that took longer than `timeoutMs`.
inline bool waitUntil(const std::function<bool()>& condition, int timeoutMs = 20'000) {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.hasExpired(timeoutMs)) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
  }
  return true;
}

}  // namespace alcove::test
