// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/model_host.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "server/refusal.h"

namespace alcove::server {

const char* hostStateName(HostState state) noexcept {
  switch (state) {
    case HostState::Empty:
      return "empty";
    case HostState::Loading:
      return "loading";
    case HostState::Ready:
      return "ready";
    case HostState::Failed:
      return "failed";
  }
  return "failed";
}

ModelHost::~ModelHost() { unload(); }

HostStatus ModelHost::status() const {
  const std::lock_guard lock(m_mutex);
  return m_status;
}

std::shared_ptr<LoadedModel> ModelHost::require() const {
  HostStatus now = status();
  if (now.model) return now.model;
  if (now.state == HostState::Loading)
    throw Refusal(503, "unavailable",
                  fmt::format("The model is still being loaded ({:.0f} %); try again in a moment.",
                              now.progress * 100));
  throw Refusal(503, "unavailable", "No model is loaded; load one first.");
}

std::uint64_t ModelHost::startLoad(const std::filesystem::path& path,
                                   runtime::EngineOptions options) {
  const std::lock_guard operation(m_operation);
  empty();
  std::uint64_t number;
  {
    const std::lock_guard lock(m_mutex);
    number = m_status.load + 1;
    m_status = {};
    m_status.state = HostState::Loading;
    m_status.load = number;
  }
  m_changed.notify_all();
  m_worker = std::thread(
      [this, number, path, options = std::move(options)] { load(number, path, options); });
  return number;
}

void ModelHost::load(std::uint64_t number, const std::filesystem::path& path,
                     runtime::EngineOptions options) {
  options.onProgress = [this, number](double fraction) {
    {
      const std::lock_guard lock(m_mutex);
      m_status.progress = fraction;
    }
    m_changed.notify_all();
    return m_cancelled < number;
  };
  HostStatus result;
  result.load = number;
  try {
    result.model = hold(runtime::Engine::open(path, options));
    result.state = HostState::Ready;
    result.progress = 1;
  } catch (const Error& error) {
    // A load that was called off leaves nothing to explain.
    result.state = error.code() == ErrorCode::Cancelled ? HostState::Empty : HostState::Failed;
    result.error = error;
  } catch (const std::exception& error) {
    result.state = HostState::Failed;
    result.error =
        Error(ErrorCode::Io, fmt::format("Loading failed inside the engine: {}.", error.what()));
  }
  {
    const std::lock_guard lock(m_mutex);
    m_status = std::move(result);
  }
  m_changed.notify_all();
}

std::shared_ptr<LoadedModel> ModelHost::hold(std::unique_ptr<runtime::Engine> engine) {
  auto freed = std::make_shared<std::promise<void>>();
  m_freed = freed->get_future();
  auto* model = new LoadedModel;
  model->engine = std::move(engine);
  return {model, [freed](LoadedModel* last) {
            delete last;
            freed->set_value();
          }};
}

HostStatus ModelHost::waitForChange(const HostStatus& seen) const {
  std::unique_lock lock(m_mutex);
  m_changed.wait_for(lock, std::chrono::milliseconds(100), [&] {
    return m_status.load != seen.load || m_status.state != seen.state ||
           m_status.progress != seen.progress;
  });
  return m_status;
}

void ModelHost::cancelLoad(std::uint64_t load) {
  std::uint64_t before = m_cancelled;
  while (before < load && !m_cancelled.compare_exchange_weak(before, load)) {
  }
}

void ModelHost::unload() {
  const std::lock_guard operation(m_operation);
  empty();
}

// REQUIRES: m_operation is held.
void ModelHost::empty() {
  cancelLoad(status().load);
  if (m_worker.joinable()) m_worker.join();
  std::shared_ptr<LoadedModel> model;
  {
    const std::lock_guard lock(m_mutex);
    model = std::exchange(m_status.model, nullptr);
    m_status.state = HostState::Empty;
    m_status.progress = 0;
    m_status.error.reset();
  }
  m_changed.notify_all();
  if (!model) return;
  model->retired = true;
  model.reset();
  m_freed.wait();
}

}  // namespace alcove::server
