// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "runtime/engine.h"
#include "server/http_server.h"
#include "server/model_host.h"

namespace alcove::server {

// One running request as its connection's thread sees it: the events, in order. Dropping it cancels
// what is still running.
class RunningAnswer {
 public:
  // Submits `request`; throws what Engine::submit() throws. `live` (HttpRequest::live) is told of
  // the prompt and of each token.
  RunningAnswer(std::shared_ptr<LoadedModel> model, runtime::GenerationRequest request,
                std::shared_ptr<LiveRequest> live);
  ~RunningAnswer();
  RunningAnswer(const RunningAnswer&) = delete;
  RunningAnswer& operator=(const RunningAnswer&) = delete;

  // The next event; waits for it. Cancels the request as soon as `connected` says false or the
  // model is retired: the last event then says so.
  [[nodiscard]] runtime::GenerationEvent next(const Connected& connected);

  [[nodiscard]] const runtime::Engine& engine() const { return *m_model->engine; }

 private:
  // Shared with the engine's thread, which may outlive this object by one event.
  struct Queue {
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<runtime::GenerationEvent> events;
    bool abandoned = false;
  };

  std::shared_ptr<LoadedModel> m_model;
  std::shared_ptr<LiveRequest> m_live;
  std::shared_ptr<Queue> m_queue = std::make_shared<Queue>();
  std::uint64_t m_id = 0;
  bool m_over = false;
};

}  // namespace alcove::server
