// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "cache/spill_store.h"
#include "engine/runtime/chain_model.h"
#include "runtime/context_window.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {

struct Outcome {
  std::vector<TokenId> tokens;
  std::string text;
  GenerationEvent last;
  int lastEvents = 0;
};

// What the chain gives after `prompt`, without cache or scheduler.
inline std::vector<TokenId> foretell(std::vector<TokenId> tokens, std::size_t count,
                                     std::uint32_t switchLength = 0) {
  std::vector<TokenId> answer;
  while (answer.size() < count) {
    const TokenId next = chainNext(tokens, switchLength);
    answer.push_back(next);
    tokens.push_back(next);
  }
  return answer;
}

inline std::vector<TokenId> randomPrompt(std::size_t length, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<TokenId> prompt(length);
  for (TokenId& token : prompt) token = TokenId(random() % kLetters);
  return prompt;
}

class SchedulerTest : public testing::Test {
 protected:
  void build(SchedulerLimits limits, std::uint32_t blocks, DraftOptions drafts = {},
             std::uint64_t spillBytes = 0) {
    m_limits = limits;
    m_storage = std::make_unique<cache::HostKvPool>(m_model.kvLayout(), blocks);
    m_spill =
        std::make_unique<cache::SpillStore>(*m_storage, cache::SpillLimits{spillBytes, 0, {}});
    m_pool = std::make_unique<cache::BlockPool>(blocks, m_model.kvLayout().blockTokens,
                                                cache::ChainKey{}, m_spill.get(),
                                                m_model.windowTokens());
    m_scheduler = std::make_unique<Scheduler>(m_model, *m_pool, *m_storage, limits, drafts);
  }

  static GenerationRequest request(std::vector<TokenId> prompt, int maxTokens) {
    GenerationRequest request;
    request.prompt = std::move(prompt);
    request.maxTokens = maxTokens;
    request.sampling.temperature = 0;
    request.ignoreEnd = true;
    return request;
  }

  // The sink may be told what to answer; by default it goes on.
  std::uint64_t add(GenerationRequest request,
                    std::function<bool(const GenerationEvent&)> more = {}) {
    const std::uint64_t id = m_nextId++;
    const std::uint32_t dropped = fitPrompt(request, m_limits.contextTokens);
    auto sink = [this, id, more](const GenerationEvent& event) {
      Outcome& outcome = m_outcomes[id];
      outcome.text += event.text;
      if (event.token >= 0) outcome.tokens.push_back(event.token);
      if (event.last) {
        outcome.last = event;
        ++outcome.lastEvents;
      }
      return more ? more(event) : true;
    };
    auto scheduled = std::make_unique<ScheduledRequest>(id, std::move(request), m_tokenizer, sink);
    scheduled->answer.stats().droppedTokens = dropped;
    m_scheduler->add(std::move(scheduled));
    return id;
  }

  void runAll() {
    for (int steps = 0; !m_scheduler->idle(); ++steps) {
      ASSERT_LT(steps, 100000) << "the scheduler does not get on";
      m_scheduler->step();
    }
    EXPECT_EQ(m_pool->held(), 0u);
  }

  ChainModel m_model;
  LetterTokenizer m_tokenizer;
  SchedulerLimits m_limits;
  std::unique_ptr<cache::KvPool> m_storage;
  std::unique_ptr<cache::SpillStore> m_spill;
  std::unique_ptr<cache::BlockPool> m_pool;
  std::unique_ptr<Scheduler> m_scheduler;
  std::map<std::uint64_t, Outcome> m_outcomes;
  std::uint64_t m_nextId = 1;
};

}  // namespace alcove::runtime
