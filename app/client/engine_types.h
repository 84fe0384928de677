// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <optional>

// The protocol's objects (docs/api.md) as values. fromJson() never throws: fields that are absent
// or of another type stay at their defaults, numbers are clamped at 0.
namespace alcove::client {

struct DeviceInfo {
  QString kind;    // "cpu"
  QString name;    // "AMD EPYC, AVX-512 VNNI, 2 threads"
  QString reason;  // why this one, or why it was passed over
  int cores = 0;
  qint64 memoryBytes = 0;
  qint64 availableBytes = 0;
  QString instructionSet;
  bool usable = true;
  QString driver;               // with its version; empty where none is known
  bool availableKnown = false;  // else availableBytes says nothing
  qint64 heldBytes = 0;         // that the engine holds
  bool sharesMemory = false;    // with the processor
  bool inUse = false;           // the loaded model runs there
  bool chosen = false;          // it would be taken of itself
  QString why;                  // or why not: sentences
  QString remedy;               // what a person can do about it; may be empty
  static DeviceInfo fromJson(const QJsonObject& json);
};

struct DeviceList {
  QList<DeviceInfo> devices;
  QString chosen;  // the kind in use
  QString reason;
  static DeviceList fromJson(const QJsonObject& json);
};

struct ModelInfo {
  QString path;
  QString name;
  QString architecture;
  QString weightsType;  // "Q4_1"
  qint64 parameters = 0;
  qint64 fileBytes = 0;
  int trainedContextTokens = 0;
  int contextTokens = 0;
  DeviceInfo device;
  qint64 weightsBytes = 0;
  qint64 cacheBytes = 0;
  double loadMs = 0;
  QString chatTemplate = QStringLiteral("model");  // or "built-in: ChatML", or "none"
  static ModelInfo fromJson(const QJsonObject& json);
};

struct Problem {
  bool isError = false;  // else a warning
  QString sentence;
  QString where;
};

// What a model file is, read from its header.
struct Inspection {
  QString path;
  QString format;
  QString name;
  QString architecture;
  QString weightsType;
  QString license;
  qint64 parameters = 0;
  qint64 fileBytes = 0;
  int trainedContextTokens = 0;
  QList<Problem> problems;
  static Inspection fromJson(const QJsonObject& json);
};

enum class Fit { Unknown, Yes, Tight, No };

struct Plan {
  qint64 weightsBytes = 0;
  qint64 cacheBytes = 0;
  qint64 workBytes = 0;
  qint64 totalBytes = 0;
  qint64 availableBytes = 0;
  qint64 memoryBytes = 0;
  int contextTokens = 0;
  bool embedsOnly = false;  // it makes embeddings and cannot chat
  Fit fit = Fit::Unknown;
  QString reason;  // one sentence
  static Plan fromJson(const QJsonObject& json);
};

struct LoadRequest {
  QString path;
  int contextTokens = 0;  // 0: the engine decides
  int threads = 0;        // 0: the physical cores
  QString device = QStringLiteral("auto");
  QString cacheType;              // of K and V: "Q8_0", "F16" …; empty: the engine decides
  QString cacheFolder;            // where the engine keeps parts of the KV cache; empty: nowhere
  qint64 cacheDiskBytes = 0;      // how much it may keep there; 0: what is there is deleted
  QStringList budgets;            // of devices' memory, as budgetTexts() writes them
  bool cacheOnProcessor = false;  // the KV cache stays in the computer's memory
  [[nodiscard]] QJsonObject toJson() const;
  bool operator==(const LoadRequest&) const = default;
};

struct ChatTurn {
  QString role;  // "system", "user", "assistant"
  QString text;
};

[[nodiscard]] QJsonArray messagesToJson(const QList<ChatTurn>& turns);

struct ChatRequest {
  QList<ChatTurn> turns;
  int maxTokens = 0;  // 0: until the model stops or the context is full
  double temperature = 0.7;
  double topP = 1.0;  // 1 disables
  int topK = 0;       // 0 disables
  double minP = 0.0;  // 0 disables
  double repetitionPenalty = 1.0;
  std::optional<quint32> seed;
  QString contextPolicy = QStringLiteral("stop");  // "stop", "slide", "middle_out"
  [[nodiscard]] QJsonObject toJson() const;        // with "stream": true
};

// One chunk of a streamed answer.
struct ChatChunk {
  QString text;          // may be empty
  QString thought;       // what the model thinks before it answers; mostly empty
  QString finishReason;  // empty until the end
  QJsonObject usage;     // empty until the end
  QJsonObject alcove;    // timings, context, device, stop_reason, seed; empty until the end
  static ChatChunk fromJson(const QJsonObject& json);
};

}  // namespace alcove::client

Q_DECLARE_METATYPE(alcove::client::ModelInfo)
Q_DECLARE_METATYPE(alcove::client::DeviceList)
Q_DECLARE_METATYPE(alcove::client::Inspection)
Q_DECLARE_METATYPE(alcove::client::Plan)
