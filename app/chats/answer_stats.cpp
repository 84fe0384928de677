// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/answer_stats.h"

namespace alcove::chats {
namespace {

void copyIfThere(const QJsonObject& from, const char* source, QJsonObject& to, const char* target) {
  const QJsonValue value = from.value(QLatin1String(source));
  if (!value.isUndefined() && !value.isNull()) to.insert(QLatin1String(target), value);
}

QJsonObject deviceJson(const client::DeviceInfo& device) {
  return {{QStringLiteral("kind"), device.kind},
          {QStringLiteral("name"), device.name},
          {QStringLiteral("reason"), device.reason}};
}

}  // namespace

void AnswerStats::begin() { m_sinceSent.start(); }

void AnswerStats::takeChunk(const client::ChatChunk& chunk) {
  m_thought += chunk.thought;
  if (!chunk.text.isEmpty() || !chunk.thought.isEmpty()) {
    m_lastTextMs = m_sinceSent.elapsed();
    if (m_firstTextMs < 0) m_firstTextMs = m_lastTextMs;
    ++m_textChunks;
  }
  if (!chunk.finishReason.isEmpty()) m_finishReason = chunk.finishReason;
  if (!chunk.usage.isEmpty()) m_usage = chunk.usage;
  if (!chunk.alcove.isEmpty()) m_alcove = chunk.alcove;
}

QJsonObject AnswerStats::toJson(const client::ModelInfo& model, const QString& stopReason) const {
  QJsonObject stats;
  if (m_firstTextMs >= 0) {
    stats.insert(QStringLiteral("time_to_first_token_ms"), m_firstTextMs);
    stats.insert(QStringLiteral("completion_tokens"), m_textChunks);
  }
  if (m_textChunks > 1 && m_lastTextMs > m_firstTextMs) {
    const double seconds = static_cast<double>(m_lastTextMs - m_firstTextMs) / 1000.0;
    stats.insert(QStringLiteral("tokens_per_s"), (m_textChunks - 1) / seconds);
  }
  if (!m_thought.isEmpty()) stats.insert(QStringLiteral("thought"), m_thought);
  if (!model.name.isEmpty()) stats.insert(QStringLiteral("model"), model.name);
  if (!model.device.kind.isEmpty())
    stats.insert(QStringLiteral("device"), deviceJson(model.device));
  if (!stopReason.isEmpty()) stats.insert(QStringLiteral("stop_reason"), stopReason);

  const QJsonObject timings = m_alcove.value(QLatin1String("timings")).toObject();
  copyIfThere(timings, "time_to_first_token_ms", stats, "time_to_first_token_ms");
  copyIfThere(timings, "generation_tokens_per_s", stats, "tokens_per_s");
  copyIfThere(m_usage, "prompt_tokens", stats, "prompt_tokens");
  copyIfThere(m_usage, "completion_tokens", stats, "completion_tokens");
  copyIfThere(m_alcove, "stop_reason", stats, "stop_reason");
  copyIfThere(m_alcove, "device", stats, "device");
  copyIfThere(m_alcove, "context", stats, "context");
  return stats;
}

}  // namespace alcove::chats
