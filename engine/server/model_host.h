// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "runtime/engine.h"

namespace alcove::server {

// The loaded model as requests hold it. It stays alive until the last of them lets go, but they
// must do so soon once `retired` is set: somebody wants the memory back.
struct LoadedModel {
  std::unique_ptr<runtime::Engine> engine;
  std::atomic<bool> retired{false};
  std::mutex evaluation;  // held while logits are used, which are large: one request at a time
};

enum class HostState { Empty, Loading, Ready, Failed };
[[nodiscard]] const char* hostStateName(HostState state) noexcept;

struct HostStatus {
  HostState state = HostState::Empty;
  double progress = 0;         // while loading
  std::optional<Error> error;  // of the load that failed
  std::shared_ptr<LoadedModel> model;
  std::uint64_t load = 0;  // counts the loads: tells one from the next
};

// Holds at most one model, and loads and unloads it on a thread of its own. Safe to call from any
// thread. Destroying it cancels a load, unloads, and waits for both.
class ModelHost {
 public:
  ~ModelHost();

  [[nodiscard]] HostStatus status() const;

  // The model to answer with. Throws Refusal 503, saying whether none is loaded or one is on its
  // way.
  [[nodiscard]] std::shared_ptr<LoadedModel> require() const;

  // Cancels a load that is running, unloads, starts to load, and returns the load's number.
  std::uint64_t startLoad(const std::filesystem::path& path, runtime::EngineOptions options);
  // Waits until the status has changed since `seen`, or for a tenth of a second.
  [[nodiscard]] HostStatus waitForChange(const HostStatus& seen) const;
  // Ends that load soon, if it is still running.
  void cancelLoad(std::uint64_t load);

  // Cancels a load that is running, ends all requests and frees the model.
  void unload();

 private:
  void empty();
  void load(std::uint64_t number, const std::filesystem::path& path,
            runtime::EngineOptions options);
  [[nodiscard]] std::shared_ptr<LoadedModel> hold(std::unique_ptr<runtime::Engine> engine);

  std::mutex m_operation;  // one load or unload at a time; taken before m_mutex

  mutable std::mutex m_mutex;  // guards m_status
  mutable std::condition_variable m_changed;
  HostStatus m_status;

  std::atomic<std::uint64_t> m_cancelled{0};  // loads up to this number are to end
  std::thread m_worker;                       // guarded by m_operation
  std::future<void> m_freed;                  // ready when the last holder of the model is gone
};

}  // namespace alcove::server
