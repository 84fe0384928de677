// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::formats {
class GgufFile;
}

namespace alcove::tokenizer {

using TokenId = std::int32_t;

// What to do with text that spells a control token ("<|im_end|>").
enum class ControlTokens {
  AsText,  // user text: it stays text
  Parse,   // template text: it becomes the token
};

// Bytes [begin, end) of a text.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Text to token ids and back. Immutable; safe to use from any thread.
class Tokenizer {
 public:
  // Built from the `tokenizer.ggml.*` keys; keeps no view into the file. Throws Error Corrupt or
  // Unsupported (names the tokenizer model or pre-tokenizer that is not known).
  [[nodiscard]] static std::shared_ptr<const Tokenizer> fromGguf(const formats::GgufFile& file);
  virtual ~Tokenizer() = default;

  // Ids of `text`, without the tokens that begin and end a sequence. Invalid UTF-8 is taken byte by
  // byte where the kind knows bytes. What the vocabulary cannot write at all becomes its unknown
  // token or, where there is none, is left out, as the models' own tokenizers do. Time is linear in
  // the text's length (n log n inside one unbroken word). Throws Error LimitExceeded above 2 GiB.
  [[nodiscard]] std::vector<TokenId> encode(std::string_view text, ControlTokens policy) const;

  // The same as a sequence of its own: with bos in front and eos behind where the model wants them.
  [[nodiscard]] std::vector<TokenId> encodeSequence(std::string_view text,
                                                    ControlTokens policy) const;

  // Like encode with Parse, but the spelling of a control token stays text where any of its bytes
  // lies in `data`: ascending, disjoint ranges that hold what came from outside. Words are split
  // as in the whole text, whatever the ranges.
  [[nodiscard]] virtual std::vector<TokenId> encodeMarked(
      std::string_view text, std::span<const ByteRange> data) const = 0;

  // The bytes that a token stands for; control and unknown tokens give their spelling
  // ("<|im_end|>"). Throws Error InvalidArgument if the id is outside the vocabulary.
  [[nodiscard]] virtual std::string_view bytes(TokenId id) const = 0;

  // Bytes of all ids; control tokens are left out unless `withControl`. Where prefixesSpace(), one
  // space is taken off what follows a control token or begins the list.
  [[nodiscard]] std::string decode(std::span<const TokenId> ids, bool withControl = false) const;

  [[nodiscard]] virtual std::size_t size() const = 0;
  // Control and unknown tokens: never spelled by user text, not part of what an answer says.
  [[nodiscard]] virtual bool isControl(TokenId id) const = 0;
  // True for every token that ends an answer (end of text, turn, message, file), by the file's ids
  // and by well-known spellings.
  [[nodiscard]] virtual bool endsGeneration(TokenId id) const = 0;
  [[nodiscard]] virtual std::optional<TokenId> bos() const = 0;
  [[nodiscard]] virtual std::optional<TokenId> eos() const = 0;
  // True if the model wants bos in front of every sequence; then there is one. By
  // tokenizer.ggml.add_bos_token or, where the file is silent, by the kind of tokenizer.
  [[nodiscard]] virtual bool addsBos() const = 0;
  // The same for eos behind every sequence that nothing continues (tokenizer.ggml.add_eos_token).
  [[nodiscard]] virtual bool addsEos() const { return false; }
  // True if encode puts a space in front of each text between special tokens.
  [[nodiscard]] virtual bool prefixesSpace() const { return false; }
  // The id that stands for exactly `spelling`, control tokens included.
  [[nodiscard]] virtual std::optional<TokenId> find(std::string_view spelling) const = 0;
};

// Turns a stream of tokens into text that is valid UTF-8 at every step: bytes of a character that
// is not complete yet are held back; bytes that can never complete one become U+FFFD.
// One per answer; not thread-safe.
class StreamingDetokenizer {
 public:
  explicit StreamingDetokenizer(const Tokenizer& tokenizer, bool withControl = false);
  // Text that became complete through this token; may be empty.
  [[nodiscard]] std::string push(TokenId id);
  // What is left at the end.
  [[nodiscard]] std::string flush();

 private:
  const Tokenizer& m_tokenizer;
  bool m_withControl;
  std::string m_pending;
};

}  // namespace alcove::tokenizer
