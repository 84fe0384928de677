// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Builds a model file with a small vocabulary out of the input, opens its tokenizer and encodes the
// rest of the input, whole and in ranges; then goes back to text.
#include <alcove/error.h>

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "fuzz/memory_file.h"
#include "support/gguf_builder.h"
#include "tokenizer/pre_tokenizer.h"
#include "tokenizer/tokenizer.h"
#include "tokenizer/utf8.h"

namespace {

using namespace alcove;
using fuzz::require;
using tokenizer::ControlTokens;
using tokenizer::TokenId;
using tokenizer::Tokenizer;

// Numbers and strings off the front of the input; zeros and nothing when it is used up.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : m_rest(reinterpret_cast<const char*>(data), size) {}

  std::uint8_t byte() {
    if (m_rest.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(m_rest[0]);
    m_rest.remove_prefix(1);
    return value;
  }
  std::string bytes(std::size_t most) {
    const std::string taken(m_rest.substr(0, most));
    m_rest.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest() const { return m_rest; }

 private:
  std::string_view m_rest;
};

struct Tokens {
  std::vector<std::string> spellings;
  std::string types;
  std::string scores;
};

void add(Tokens& tokens, std::string spelling, std::int32_t type, float score) {
  tokens.spellings.push_back(std::move(spelling));
  tokens.types += test::rawBytes(type);
  tokens.scores += test::rawBytes(score);
}

// Tokens for all bytes where `flags` says so, and then those of the input: a byte of length and
// type each, a score, the spelling.
Tokens readTokens(Input& input, bool byteLevel, std::uint8_t flags) {
  Tokens tokens;
  if ((flags & 1) != 0) {
    for (const std::string& spelling : test::byteTokens()) {
      if (byteLevel) add(tokens, spelling, 1, 0);
    }
    for (unsigned byte = 0; byte < 256 && !byteLevel; ++byte) {
      constexpr const char* kDigits = "0123456789ABCDEF";
      add(tokens, {'<', '0', 'x', kDigits[byte >> 4], kDigits[byte & 15], '>'}, 6, 0);
    }
  }
  for (unsigned i = 0, count = input.byte() % 64; i < count; ++i) {
    const std::uint8_t shape = input.byte();
    const auto score = static_cast<float>(static_cast<std::int8_t>(input.byte()));
    add(tokens, input.bytes(shape % 16), shape >> 5, score);
  }
  return tokens;
}

test::GgufBuilder readModel(Input& input) {
  constexpr const char* kKinds[] = {"gpt2", "llama", "t5", "bert"};
  const std::uint8_t kind = input.byte() % 4;
  const std::uint8_t flags = input.byte();
  const Tokens tokens = readTokens(input, kind == 0, flags);
  test::GgufBuilder model;
  model.set(test::stringValue("tokenizer.ggml.model", kKinds[kind]));
  model.set(test::stringArray("tokenizer.ggml.tokens", tokens.spellings));
  const std::size_t count = tokens.spellings.size();
  model.set(test::arrayValue("tokenizer.ggml.token_type", 5, count, tokens.types));
  if ((flags & 2) == 0) {
    model.set(test::arrayValue("tokenizer.ggml.scores", 6, count, tokens.scores));
  }
  const auto rules = tokenizer::preTokenizerRules();
  const std::string_view names = rules[input.byte() % rules.size()].names;
  model.set(test::stringValue("tokenizer.ggml.pre", names.substr(0, names.find(' '))));
  std::vector<std::string> merges;
  for (unsigned i = 0, n = input.byte() % 32; i < n; ++i) merges.push_back(input.bytes(5));
  if (kind == 0) model.set(test::stringArray("tokenizer.ggml.merges", merges));
  model.set(test::boolValue("tokenizer.ggml.add_space_prefix", flags >> 2 & 1));
  model.set(test::boolValue("tokenizer.ggml.remove_extra_whitespaces", flags >> 3 & 1));
  model.set(test::boolValue("tokenizer.ggml.normalizer.lowercase", flags >> 4 & 1));
  if ((flags & 32) != 0) model.set(test::uint32Value("tokenizer.ggml.bos_token_id", input.byte()));
  if ((flags & 64) != 0) {
    model.set(test::uint32Value("tokenizer.ggml.unknown_token_id", input.byte()));
  }
  if ((flags & 128) != 0) {
    const std::string map = input.bytes(std::size_t{input.byte()} * 4);
    model.set(test::arrayValue("tokenizer.ggml.precompiled_charsmap", 0, map.size(), map));
  }
  return model;
}

void useTokenizer(const Tokenizer& tokenizer, std::string_view text) {
  const std::vector<TokenId> plain = tokenizer.encode(text, ControlTokens::AsText);
  const std::vector<TokenId> parsed = tokenizer.encodeSequence(text, ControlTokens::Parse);
  const tokenizer::ByteRange middle{text.size() / 3, text.size() - text.size() / 3};
  const std::vector<TokenId> marked = tokenizer.encodeMarked(text, {&middle, 1});
  for (const auto* ids : {&plain, &parsed, &marked}) {
    (void)tokenizer.decode(*ids, true);
    tokenizer::StreamingDetokenizer stream(tokenizer, true);
    std::string streamed;
    for (const TokenId id : *ids) {
      require(id >= 0 && std::size_t(id) < tokenizer.size());
      const std::string piece = stream.push(id);
      require(tokenizer::toValidUtf8(piece) == piece);
    }
    (void)stream.flush();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::clock_t start = std::clock();
  Input input(data, size);
  const std::string bytes = readModel(input).build();
  const fuzz::MemoryFile file(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  try {
    const auto tokenizer = Tokenizer::fromGguf(*formats::GgufFile::open(file.path()));
    useTokenizer(*tokenizer, input.rest());
    // The same text again and again shows what grows faster than it.
    std::string longer;
    while (!input.rest().empty() && longer.size() < 4096) longer += input.rest();
    useTokenizer(*tokenizer, longer);
  } catch (const Error& error) {
    require(!error.sentence().empty());
  }
  // Processor time, so that a busy machine is not taken for a slow tokenizer.
  require(std::clock() - start < CLOCKS_PER_SEC);
  return 0;
}
