// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/running_answer.h"

#include <chrono>
#include <utility>

#include "server/live_request.h"

namespace alcove::server {

RunningAnswer::RunningAnswer(std::shared_ptr<LoadedModel> model, runtime::GenerationRequest request,
                             std::shared_ptr<LiveRequest> live)
    : m_model(std::move(model)), m_live(std::move(live)) {
  const std::size_t promptTokens = request.prompt.size();
  m_id = m_model->engine->submit(std::move(request),
                                 [queue = m_queue](const runtime::GenerationEvent& event) {
                                   bool listening;
                                   {
                                     const std::lock_guard lock(queue->mutex);
                                     listening = !queue->abandoned;
                                     if (listening) queue->events.push_back(event);
                                   }
                                   queue->arrived.notify_one();
                                   return listening;
                                 });
  m_live->addPrompt(promptTokens);
}

RunningAnswer::~RunningAnswer() {
  if (m_over) return;
  {
    const std::lock_guard lock(m_queue->mutex);
    m_queue->abandoned = true;
  }
  m_model->engine->cancel(m_id);
}

runtime::GenerationEvent RunningAnswer::next(const Connected& connected) {
  std::unique_lock lock(m_queue->mutex);
  while (m_queue->events.empty()) {
    // A closed connection makes no sound: look for it between events.
    m_queue->arrived.wait_for(lock, std::chrono::milliseconds(100));
    if (m_queue->events.empty() && (!connected() || m_model->retired))
      m_model->engine->cancel(m_id);
  }
  runtime::GenerationEvent event = std::move(m_queue->events.front());
  m_queue->events.pop_front();
  m_over = event.last;
  m_live->observe(event);
  if (!m_over && (m_model->retired || !connected())) m_model->engine->cancel(m_id);
  return event;
}

}  // namespace alcove::server
