// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "models/model.h"
#include "tokenizer/tokenizer.h"

namespace alcove::runtime {

inline constexpr std::int32_t kLetters = 26;
inline constexpr std::int32_t kEndToken = 26;     // ends an answer
inline constexpr std::int32_t kPoisonToken = 27;  // the model refuses to compute it
inline constexpr std::int32_t kVocabulary = 28;

// The token that ChainModel finds most probable after `tokens`, computed without any cache.
// Sequences longer than `switchLength` have another state to start from; 0: none have.
[[nodiscard]] std::int32_t chainNext(std::span<const std::int32_t> tokens,
                                     std::uint32_t switchLength = 0);

// What ChainModel finds most probable with `forgetful`: by the last four tokens alone, among three
// letters, so that it soon repeats itself.
[[nodiscard]] std::int32_t forgetfulNext(std::span<const std::int32_t> tokens);

// A model for tests of scheduling, where every answer can be foretold: the state after a token is
// a hash of the state before and the token. States lie in the paged cache and are read back
// through the block table, so that one wrong block changes the rest of the answer. A hidden state
// is {the most probable next token, the position}.
class ChainModel final : public models::Model {
 public:
  const char* architecture() const override { return "chain"; }
  std::uint32_t vocabularySize() const override { return kVocabulary; }
  std::uint32_t trainedContextTokens() const override { return 1024; }
  bool generates() const override { return !encoder; }
  bool causal() const override { return !encoder; }
  std::uint32_t embeddingSize() const override { return 2; }
  models::Pooling pooling() const override { return models::Pooling::Last; }
  std::uint64_t parameters() const override { return 1; }
  std::uint64_t weightsBytes() const override { return 0; }
  std::string deviceName() const override { return "test"; }
  cache::KvLayout kvLayout() const override;
  std::uint32_t switchLengthTokens() const override { return switchLength; }
  std::uint32_t windowTokens() const override { return window; }
  std::uint32_t narrowTokens() const override { return narrow; }
  void forward(const models::Batch& batch, cache::KvPool& cache, std::span<float> output) override;

  // The next so many calls of forward() throw an Error of that kind.
  void failNext(ErrorCode code, int times) {
    m_failure = code;
    m_failures = times;
  }

  struct Step {
    std::size_t tokens;
    std::vector<std::uint32_t> counts;  // per sequence
  };
  std::vector<Step> steps;  // what forward() was given, failures left out
  std::uint32_t switchLength = 0;
  std::uint32_t window = 0;  // any but 1: a token is computed from the one before it
  std::uint32_t narrow = 64;
  bool numbers = true;  // false: logits and hidden states are not numbers
  bool forgetful = false;
  bool encoder = false;  // sequences must come whole

 private:
  ErrorCode m_failure = ErrorCode::Device;
  int m_failures = 0;
};

// One letter per token; kEndToken ends. No vocabulary file is needed.
class LetterTokenizer final : public tokenizer::Tokenizer {
 public:
  std::vector<tokenizer::TokenId> encodeMarked(
      std::string_view text, std::span<const tokenizer::ByteRange> data) const override;
  std::string_view bytes(tokenizer::TokenId id) const override;
  std::size_t size() const override { return kVocabulary; }
  bool isControl(tokenizer::TokenId id) const override { return id >= kLetters; }
  bool endsGeneration(tokenizer::TokenId id) const override { return id == kEndToken; }
  std::optional<tokenizer::TokenId> bos() const override { return std::nullopt; }
  std::optional<tokenizer::TokenId> eos() const override { return kEndToken; }
  bool addsBos() const override { return false; }
  std::optional<tokenizer::TokenId> find(std::string_view) const override { return std::nullopt; }
};

}  // namespace alcove::runtime
