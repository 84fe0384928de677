// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What an engine does when the device that its model is on fails: it opens the model anew where
// there is a device, and everything that was asked goes on, from the tokens that were written.
#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "runtime/local_engine.h"

namespace alcove::runtime {

bool LocalEngine::isOfDevice(const Error& error) {
  return error.code() == ErrorCode::Device || error.code() == ErrorCode::OutOfMemory;
}

void LocalEngine::recover(const Error& failure) {
  base::log(base::LogLevel::Error, "runtime", failure.sentence());
  Inbox homeless;
  homeless.requests = m_core->scheduler.takeAll();
  for (auto& job : m_core->embedder.takeAll()) homeless.embeddings.push_back(std::move(job));
  {
    // Nobody may be waiting for long for what nobody wants any more.
    const std::lock_guard lock(m_mutex);
    homeless.cancelled = std::exchange(m_inbox.cancelled, {});
  }
  m_failure = failure;
  m_core.reset();  // its memory may be what the next one needs
  try {
    reopen();
    for (const auto& request : homeless.requests)
      request->answer.stats().deviceChange = fmt::format("{} The rest of the answer comes from {}.",
                                                         failure.sentence(), info().deviceName);
  } catch (const Error& error) {
    return refuse(std::move(homeless), error);
  }
  handle(std::move(homeless));
}

// Throws Error.
void LocalEngine::reopen() {
  try {
    adopt(m_opener.reopen(*m_failure, [this](double) { return !isStopping(); }));
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Cancelled) throw;
    throw Error(error.code(), fmt::format("{} Nothing else could take its place: {}",
                                          m_failure->sentence(), error.sentence()));
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("{} There is not enough memory to go on with the processor.",
                            m_failure->sentence()));
  }
}

bool LocalEngine::isStopping() const {
  const std::lock_guard lock(m_mutex);
  return m_stopping;
}

}  // namespace alcove::runtime
