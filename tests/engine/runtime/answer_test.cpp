// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/answer.h"

#include <gtest/gtest.h>

#include "engine/runtime/chain_model.h"

namespace alcove::runtime {
namespace {

// The poisonous token is a control token that ends nothing.
std::vector<GenerationEvent> eventsOf(std::vector<TokenId> tokens, GenerationRequest request) {
  const LetterTokenizer tokenizer;
  std::vector<GenerationEvent> events;
  Answer answer(request, tokenizer, [&](const GenerationEvent& event) {
    events.push_back(event);
    return true;
  });
  for (const TokenId id : tokens) {
    if (answer.finished()) break;
    DrawnToken drawn;
    drawn.id = id;
    answer.accept(std::move(drawn));
  }
  if (!answer.finished()) answer.finish(FinishReason::Length);
  return events;
}

TEST(Answer, NamesControlTokensBehindTheTextInFrontOfThem) {
  GenerationRequest request;
  request.namesControl = true;
  request.stop = {"abz"};
  const auto events = eventsOf({0, 1, kPoisonToken, 25, kEndToken}, request);
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(events[0].text + events[1].text, "") << "held back: it may become the stop string";
  EXPECT_EQ(events[2].text, "ab");
  EXPECT_EQ(events[2].control, "<poison>");
  EXPECT_EQ(events[3].text, "z") << "no stop string goes on behind a control token";
  EXPECT_EQ(events[4].control, "<end>");
  EXPECT_TRUE(events[5].last);
  EXPECT_EQ(events[5].reason, FinishReason::Stop);
  EXPECT_EQ(events[5].stopString, "");
}

TEST(Answer, KeepsSilentAboutControlTokensUnlessAsked) {
  GenerationRequest request;
  request.stop = {"abz"};
  const auto events = eventsOf({0, 1, kPoisonToken, 25}, request);
  for (const GenerationEvent& event : events) EXPECT_EQ(event.control, "");
  EXPECT_EQ(events.back().stopString, "abz");
}

}  // namespace
}  // namespace alcove::runtime
