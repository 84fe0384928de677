// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/end_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace alcove::tools {
namespace {

sigset_t endSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

int openSignals() {
  const sigset_t set = endSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return signalfd(-1, &set, SFD_CLOEXEC);
}

}  // namespace

EndWatcher::EndWatcher(bool watchStdin, std::function<void(Reason)> onEnd)
    : m_signals(openSignals()), m_quit(eventfd(0, EFD_CLOEXEC)) {
  m_thread =
      std::thread([this, watchStdin, onEnd = std::move(onEnd)] { watch(watchStdin, onEnd); });
}

EndWatcher::~EndWatcher() {
  const std::uint64_t one = 1;
  // An eventfd that counts to one cannot be full.
  (void)!write(m_quit, &one, sizeof one);
  m_thread.join();
  close(m_quit);
  close(m_signals);
}

void EndWatcher::watch(bool watchStdin, const std::function<void(Reason)>& onEnd) {
  pollfd entries[] = {
      {m_quit, POLLIN, 0}, {m_signals, POLLIN, 0}, {watchStdin ? STDIN_FILENO : -1, POLLIN, 0}};
  Reason reason;
  while (true) {
    if (poll(entries, 3, -1) < 0) continue;
    if (entries[0].revents != 0) return;
    reason = entries[1].revents != 0 ? Reason::Signal : Reason::StandardInput;
    if (reason == Reason::Signal) break;
    char ignored[256];
    if (entries[2].revents != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) break;
  }
  // Take the signal out of the queue, or unblocking it would deliver it now.
  signalfd_siginfo taken;
  if (reason == Reason::Signal) (void)!read(m_signals, &taken, sizeof taken);
  const sigset_t set = endSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  onEnd(reason);
}

}  // namespace alcove::tools
