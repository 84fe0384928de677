// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/engine.h"

namespace alcove::runtime {

// What happens to a text that is longer than the model reads.
enum class LongText {
  Refuse,  // Error LimitExceeded, with the numbers
  Split,   // it is embedded in parts of about one length, and their embeddings are averaged
};

// Texts as token sequences for Engine::embed(), each with the tokens that the model wants around
// one, and how to put the embeddings of split texts together again.
class EmbeddingInput {
 public:
  // Throws Error InvalidArgument or LimitExceeded, naming the text by its number, the first one
  // being text `before` + 1.
  EmbeddingInput(const Engine& engine, std::span<const std::string> texts, LongText longText,
                 std::size_t before = 0);

  // The inputs of the request: a text's parts follow each other.
  [[nodiscard]] std::vector<std::vector<TokenId>> takeInputs() { return std::move(m_inputs); }
  // Into how many parts each text was split; 1 for all that fit.
  [[nodiscard]] std::span<const std::uint32_t> parts() const noexcept { return m_parts; }
  // Tokens of each text, those around it or its parts included.
  [[nodiscard]] std::span<const std::uint32_t> tokens() const noexcept { return m_tokens; }

  // One embedding per text out of one per part: the average, weighted by the parts' tokens and
  // scaled to length 1 if they were. What is not pooled follows each other.
  [[nodiscard]] Embeddings join(Embeddings ofParts, bool normalised) const;

 private:
  void add(const Engine& engine, const std::string& text, LongText longText, std::size_t number);

  std::vector<std::vector<TokenId>> m_inputs;
  std::vector<std::uint32_t> m_inputTokens;  // of each input, without those around it
  std::vector<std::uint32_t> m_parts;
  std::vector<std::uint32_t> m_tokens;
};

}  // namespace alcove::runtime
