// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answer_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace alcove::ui {
namespace {

QString words(const char* text) { return QCoreApplication::translate("AnswerWords", text); }

// Two digits are enough to compare answers by: "41", "4.1".
QString roundedNumber(double value) { return QLocale().toString(value, 'f', value < 9.95 ? 1 : 0); }

QString stopWords(const chats::Message& message) {
  switch (message.state) {
    case chats::MessageState::Stopped:
      return words("stopped by you");
    case chats::MessageState::Interrupted:
      return words("interrupted");
    case chats::MessageState::Streaming:
    case chats::MessageState::Failed:
      return {};
    case chats::MessageState::Complete:
      break;
  }
  const QString reason = message.stats[u"stop_reason"].toString();
  if (reason == u"end of answer") {
    return words("stopped: end of answer");
  }
  if (reason == u"token limit") {
    return words("stopped: token limit");
  }
  if (reason == u"context full") {
    return words("stopped: context full");
  }
  if (reason == u"stop string") {
    return words("stopped: stop string");
  }
  return reason;
}

}  // namespace

ContextUsage contextUsage(const QJsonObject& stats) {
  const QJsonObject context = stats[u"context"].toObject();
  ContextUsage usage;
  usage.usedTokens = std::max(context[u"used_tokens"].toInt(), 0);
  usage.limitTokens = std::max(context[u"limit_tokens"].toInt(), 0);
  usage.droppedTokens = std::max(context[u"dropped_tokens"].toInt(), 0);
  usage.policy = context[u"policy"].toString();
  return usage;
}

QString statsLine(const chats::Message& message) {
  QStringList parts;
  const double speed = message.stats[u"tokens_per_s"].toDouble();
  if (speed > 0) {
    parts += words("%1 tokens/s").arg(roundedNumber(speed));
  }
  if (message.stats.contains(u"time_to_first_token_ms")) {
    const double ms = std::max(message.stats[u"time_to_first_token_ms"].toDouble(), 0.0);
    parts += ms < 95 ? words("first token %1 ms").arg(QLocale().toString(ms, 'f', 0))
                     : words("first token %1 s").arg(roundedNumber(ms / 1000));
  }
  const QString stop = stopWords(message);
  if (!stop.isEmpty()) {
    parts += stop;
  }
  return parts.join(QStringLiteral(" · "));
}

QString statsDetails(const chats::Message& message) {
  QStringList lines;
  const QString model = message.stats[u"model"].toString();
  if (!model.isEmpty()) {
    lines += words("Model: %1").arg(model);
  }
  const QJsonObject device = message.stats[u"device"].toObject();
  if (!device.isEmpty()) {
    const QString reason = device[u"reason"].toString();
    lines += words("Device: %1").arg(device[u"name"].toString());
    lines += reason.isEmpty() ? QStringList() : QStringList(reason);
  }
  if (message.stats.contains(u"completion_tokens")) {
    lines += words("%1 tokens read, %2 written")
                 .arg(QLocale().toString(message.stats[u"prompt_tokens"].toInt()),
                      QLocale().toString(message.stats[u"completion_tokens"].toInt()));
  }
  const QString notice = noticeText(message.stats);
  lines += notice.isEmpty() ? QStringList() : QStringList(notice);
  return lines.join(u'\n');
}

QString shortCount(int tokens) {
  if (tokens < 1000) {
    return QLocale().toString(tokens);
  }
  // 8192 is what people call 8k, so powers of two count in their own thousands.
  const bool isPowerOfTwo = (tokens & (tokens - 1)) == 0 || tokens % 1024 == 0;
  const double thousands = tokens / (isPowerOfTwo ? 1024.0 : 1000.0);
  const bool isWhole = thousands >= 9.95 || qFuzzyCompare(thousands, std::round(thousands));
  return QLocale().toString(thousands, 'f', isWhole ? 0 : 1) + u'k';
}

QString contextText(const ContextUsage& usage) {
  if (usage.limitTokens <= 0) {
    return {};
  }
  return QStringLiteral("%1 / %2").arg(shortCount(usage.usedTokens), shortCount(usage.limitTokens));
}

QString droppedText(const ContextUsage& usage) {
  if (usage.droppedTokens <= 0) {
    return {};
  }
  const QString count = QLocale().toString(usage.droppedTokens);
  if (usage.policy == u"middle_out") {
    return words("%1 tokens from the middle of the chat did not fit and were left out.").arg(count);
  }
  return words("The oldest %1 tokens of the chat did not fit and were left out.").arg(count);
}

QString noticeText(const QJsonObject& stats) {
  QStringList lines;
  for (const QString& line :
       {stats[u"device"].toObject()[u"change"].toString(), droppedText(contextUsage(stats))}) {
    lines += line.isEmpty() ? QStringList() : QStringList(line);
  }
  return lines.join(u'\n');
}

}  // namespace alcove::ui
