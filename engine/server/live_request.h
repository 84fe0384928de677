// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace alcove::runtime {
struct GenerationEvent;
}

namespace alcove::server {

class Metrics;

// Who asked, and what for.
struct RequestOrigin {
  std::string id;     // "req-1f"
  std::string route;  // as in the table of routes
  std::string keyId;  // empty: the owner's token, or none
  std::string keyName;
  bool isPublic = false;  // came through the public listener
  bool usesModel = false;
};

enum class RequestState {
  Waiting,  // for the first token: in the queue, or its prompt is being computed
  Answering,
  Over,
};
[[nodiscard]] const char* requestStateName(RequestState state) noexcept;

// One request as others see it while it runs: what it is, how far it is, and that it is to end.
// Never what it says. Safe to call from any thread.
class LiveRequest {
 public:
  using Clock = std::chrono::steady_clock;

  struct Progress {
    RequestState state = RequestState::Waiting;
    std::uint64_t promptTokens = 0;
    std::uint64_t cachedTokens = 0;
    std::uint64_t completionTokens = 0;
    double elapsed_ms = 0;
    double firstToken_ms = -1;   // -1: none yet
    double tokensPerSecond = 0;  // since the first token
  };

  // `metrics` must outlive this.
  LiveRequest(RequestOrigin origin, Metrics& metrics);

  [[nodiscard]] const RequestOrigin& origin() const noexcept { return m_origin; }
  [[nodiscard]] Progress progress() const;

  // The request is to end soon; whoever computes for it looks at cancelled().
  void cancel() noexcept { m_cancelled = true; }
  [[nodiscard]] bool cancelled() const noexcept { return m_cancelled; }

  // A prompt, or texts to embed, went to the model.
  void addPrompt(std::uint64_t tokens);
  // Something came of it. One request may have several answers.
  void observe(const runtime::GenerationEvent& event);
  void end();

 private:
  const RequestOrigin m_origin;
  Metrics& m_metrics;
  std::atomic<bool> m_cancelled{false};

  mutable std::mutex m_mutex;  // guards what follows
  const Clock::time_point m_began = Clock::now();
  std::optional<Clock::time_point> m_firstToken;
  Clock::time_point m_lastToken;
  std::uint64_t m_promptTokens = 0;
  std::uint64_t m_cachedTokens = 0;
  std::uint64_t m_completionTokens = 0;
  bool m_over = false;
};

}  // namespace alcove::server
