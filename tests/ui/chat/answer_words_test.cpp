// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answer_words.h"

#include <gtest/gtest.h>

#include <QLocale>

namespace alcove::ui {
namespace {

chats::Message answer(chats::MessageState state, const QJsonObject& stats) {
  chats::Message message;
  message.role = chats::Role::Assistant;
  message.state = state;
  message.stats = stats;
  return message;
}

class AnswerWords : public ::testing::Test {
 protected:
  void SetUp() override { QLocale::setDefault(QLocale::c()); }
};

TEST_F(AnswerWords, StatsLineSaysSpeedFirstTokenAndReason) {
  const QJsonObject stats = {{u"tokens_per_s"_qs, 41.4},
                             {u"time_to_first_token_ms"_qs, 312},
                             {u"stop_reason"_qs, u"end of answer"_qs}};
  EXPECT_EQ(statsLine(answer(chats::MessageState::Complete, stats)),
            u"41 tokens/s · first token 0.3 s · stopped: end of answer"_qs);
}

TEST_F(AnswerWords, SlowAnswersKeepOneDecimal) {
  EXPECT_EQ(statsLine(answer(chats::MessageState::Complete, {{u"tokens_per_s"_qs, 4.06}})),
            u"4.1 tokens/s"_qs);
}

TEST_F(AnswerWords, StoppedByThePersonIsSaidSo) {
  const QJsonObject stats = {{u"stop_reason"_qs, u"cancelled"_qs}};
  EXPECT_EQ(statsLine(answer(chats::MessageState::Stopped, stats)), u"stopped by you"_qs);
  EXPECT_EQ(statsLine(answer(chats::MessageState::Interrupted, stats)), u"interrupted"_qs);
  EXPECT_EQ(statsLine(answer(chats::MessageState::Streaming, {})), QString());
}

TEST_F(AnswerWords, ContextIsCountedInThousands) {
  EXPECT_EQ(contextText({1234, 8192, 0, {}}), u"1.2k / 8k"_qs);
  EXPECT_EQ(contextText({52, 2048, 0, {}}), u"52 / 2k"_qs);
  EXPECT_EQ(contextText({52, 131072, 0, {}}), u"52 / 128k"_qs);
  EXPECT_EQ(contextText({52, 0, 0, {}}), QString());
  EXPECT_EQ(shortCount(32000), u"32k"_qs);
}

TEST_F(AnswerWords, NoticesSayThatTheDeviceFailedAndWhatWasLeftOut) {
  EXPECT_EQ(noticeText({}), QString());
  QJsonObject stats{{u"device"_qs, QJsonObject{{u"change"_qs, u"The card is lost."_qs}}}};
  EXPECT_EQ(noticeText(stats), u"The card is lost."_qs);
  stats[u"context"] = QJsonObject{{u"dropped_tokens"_qs, 7}, {u"policy"_qs, u"slide"_qs}};
  EXPECT_TRUE(noticeText(stats).startsWith(u"The card is lost.\nThe oldest 7"_qs));
}

TEST_F(AnswerWords, DroppedTextNamesTheRule) {
  EXPECT_EQ(droppedText({10, 20, 0, u"slide"_qs}), QString());
  EXPECT_TRUE(droppedText({10, 20, 7, u"slide"_qs}).contains(u"oldest 7 tokens"_qs));
  EXPECT_TRUE(droppedText({10, 20, 7, u"middle_out"_qs}).contains(u"middle"_qs));
}

TEST_F(AnswerWords, OddNumbersFromAnEngineAreHarmless) {
  const QJsonObject stats = {
      {u"context"_qs, QJsonObject{{u"used_tokens"_qs, -5}, {u"limit_tokens"_qs, u"x"_qs}}},
      {u"tokens_per_s"_qs, -1},
      {u"time_to_first_token_ms"_qs, -100}};
  EXPECT_EQ(contextUsage(stats).usedTokens, 0);
  EXPECT_EQ(contextUsage(stats).limitTokens, 0);
  EXPECT_EQ(statsLine(answer(chats::MessageState::Complete, stats)), u"first token 0 ms"_qs);
}

TEST_F(AnswerWords, DetailsNameModelDeviceAndWhy) {
  const QJsonObject stats = {
      {u"model"_qs, u"SmolLM2 135M"_qs},
      {u"device"_qs, QJsonObject{{u"name"_qs, u"CPU, 2 threads"_qs},
                                 {u"reason"_qs, u"No graphics card was found."_qs}}},
      {u"prompt_tokens"_qs, 30},
      {u"completion_tokens"_qs, 12}};
  EXPECT_EQ(
      statsDetails(answer(chats::MessageState::Complete, stats)),
      u"Model: SmolLM2 135M\nDevice: CPU, 2 threads\nNo graphics card was found.\n30 tokens read, 12 written"_qs);
}

}  // namespace
}  // namespace alcove::ui
