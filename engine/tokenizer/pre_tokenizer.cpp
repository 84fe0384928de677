// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizer.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <cstdint>
#include <new>

#include "alcove/error.h"
#include "base/assert.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

// White space as Unicode's White_Space property has it. PCRE2's own \s is ASCII, or with UCP also
// U+180E, which the reference tokenizers do not count.
#define ALCOVE_SPACE R"(\t-\r\x{85}\p{Z})"
#define ALCOVE_WORDS_OF_GPT2                                                       \
  R"('(?:[stmd]|re|ve|ll)| ?\p{L}+| ?\p{N}+| ?[^\p{L}\p{N})" ALCOVE_SPACE R"(]+|)" \
  "[" ALCOVE_SPACE "]+(?![^" ALCOVE_SPACE "])|[" ALCOVE_SPACE "]+"
// Llama 3 and Qwen 2 differ in how many digits make one word.
#define ALCOVE_WORDS_OF_LLAMA3(digits)                                                          \
  R"('(?i:[stmd]|re|ve|ll)|[^\r\n\p{L}\p{N}]?\p{L}+|)" digits R"(| ?[^\p{L}\p{N})" ALCOVE_SPACE \
  R"(]+[\r\n]*|[)" ALCOVE_SPACE R"(]*[\r\n]+|)"                                                 \
  "[" ALCOVE_SPACE "]+(?![^" ALCOVE_SPACE "])|[" ALCOVE_SPACE "]+"

// Words of o200k and tekken: capitals begin words.
#define ALCOVE_WORDS_OF_O200K(suffix, digits)                                                 \
  R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)" suffix    \
  R"(|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)" suffix   \
  "|" digits R"(| ?[^\p{L}\p{N})" ALCOVE_SPACE R"(]+[\r\n/]*|[)" ALCOVE_SPACE R"(]*[\r\n]+|)" \
  "[" ALCOVE_SPACE "]+(?![^" ALCOVE_SPACE "])|[" ALCOVE_SPACE "]+"

// Each row is the rule that the models' own tokenizer.json states, checked against reference
// token ids of a real vocabulary (tests/engine/tokenizer/vocabulary_golden_test.cpp).
const std::vector<PreTokenizerRule>& table() {
  static const std::vector<PreTokenizerRule> rules = {
      {{"gpt-2", "mpt"}, {ALCOVE_WORDS_OF_GPT2}, false},
      {{"smollm", "starcoder"}, {R"(\p{N})", ALCOVE_WORDS_OF_GPT2}, false},
      {{"llama-bpe", "llama3", "llama-v3"}, {ALCOVE_WORDS_OF_LLAMA3(R"(\p{N}{1,3})")}, true, true},
      {{"gpt-4o"}, {ALCOVE_WORDS_OF_O200K("(?i:'(?:[stmd]|re|ve|ll))?", R"(\p{N}{1,3})")}},
      {{"qwen2"}, {ALCOVE_WORDS_OF_LLAMA3(R"(\p{N})")}, false},
      {{"falcon"}, {R"([\p{P}$+<=>^~|`]+)", ALCOVE_WORDS_OF_GPT2, "[0-9]{3}"}, false},
      {{"deepseek-coder"},
       {R"([\r\n])", "[" ALCOVE_SPACE R"(]?\p{L}+)", "[" ALCOVE_SPACE R"(]?\p{P}+)",
        R"([\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+)", R"(\p{N})"},
       false},
  };
  return rules;
}

#undef ALCOVE_WORDS_OF_LLAMA3
#undef ALCOVE_WORDS_OF_GPT2
#undef ALCOVE_SPACE

// Bounds for the interpreter, which runs where the processor has no JIT: backtracking of the
// patterns above is at most linear in a run of white space.
constexpr std::uint32_t kMatchLimit = 200'000'000;
constexpr std::uint32_t kHeapLimitKib = 256 * 1024;

struct CodeDeleter {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct MatchDeleter {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct ContextDeleter {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
using Code = std::unique_ptr<pcre2_code, CodeDeleter>;

Code compilePattern(const char* pattern) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern), PCRE2_ZERO_TERMINATED, PCRE2_UTF,
                          &error, &offset, nullptr));
  ALCOVE_ASSERT(code != nullptr);
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // without JIT the interpreter is used
  return code;
}

}  // namespace

const PreTokenizerRule* findPreTokenizer(std::string_view name) {
  for (const PreTokenizerRule& rule : table()) {
    for (const std::string_view known : rule.names) {
      if (known == name) return &rule;
    }
  }
  return nullptr;
}

struct PreTokenizer::Patterns {
  std::vector<Code> codes;
  std::unique_ptr<pcre2_match_context, ContextDeleter> context;  // limits; only read by matches
};

namespace {

// Cuts `text`, which is valid UTF-8, by `code`, appending lengths to `pieces`.
void cut(const pcre2_code* code, pcre2_match_context* context, pcre2_match_data* match,
         std::string_view text, std::vector<std::size_t>& pieces) {
  std::size_t done = 0;
  while (done < text.size()) {
    // The check for UTF-8 would read the rest of the text at each match; it was done once.
    const int result = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                   done, PCRE2_NO_UTF_CHECK, match, context);
    if (result == PCRE2_ERROR_NOMATCH) break;
    if (result < 0) {
      throw Error(ErrorCode::LimitExceeded,
                  "The text is too long or too uniform to be cut into words.");
    }
    const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(match);
    ALCOVE_ASSERT(bounds[1] > bounds[0]);  // no pattern matches nothing
    if (bounds[0] > done) pieces.push_back(bounds[0] - done);
    pieces.push_back(bounds[1] - bounds[0]);
    done = bounds[1];
  }
  if (done < text.size()) pieces.push_back(text.size() - done);
}

}  // namespace

PreTokenizer::PreTokenizer(const PreTokenizerRule& rule)
    : m_patterns(std::make_unique<Patterns>()) {
  for (const char* pattern : rule.patterns) m_patterns->codes.push_back(compilePattern(pattern));
  m_patterns->context.reset(pcre2_match_context_create(nullptr));
  if (!m_patterns->context) throw std::bad_alloc();
  pcre2_set_match_limit(m_patterns->context.get(), kMatchLimit);
  pcre2_set_heap_limit(m_patterns->context.get(), kHeapLimitKib);
}

PreTokenizer::~PreTokenizer() = default;

std::vector<std::size_t> PreTokenizer::split(std::string_view text) const {
  // Runs of well-formed UTF-8, which the patterns cut, and single bytes between them.
  const std::unique_ptr<pcre2_match_data, MatchDeleter> match(pcre2_match_data_create(1, nullptr));
  if (!match) throw std::bad_alloc();
  std::vector<std::size_t> words;
  std::vector<std::size_t> pieces;
  std::vector<std::size_t> finer;
  const auto cutRun = [&](std::string_view run) {
    if (run.empty()) return;
    pieces.assign(1, run.size());
    for (const Code& code : m_patterns->codes) {
      finer.clear();
      std::size_t offset = 0;
      for (const std::size_t length : pieces) {
        cut(code.get(), m_patterns->context.get(), match.get(), run.substr(offset, length), finer);
        offset += length;
      }
      pieces.swap(finer);
    }
    words.insert(words.end(), pieces.begin(), pieces.end());
  };
  std::size_t runBegin = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Utf8Step step = nextUtf8(text.substr(at));
    if (step.kind == Utf8Step::Kind::Character) {
      at += step.length;
      continue;
    }
    cutRun(text.substr(runBegin, at - runBegin));
    words.push_back(1);
    runBegin = ++at;
  }
  cutRun(text.substr(runBegin));
  return words;
}

}  // namespace alcove::tokenizer
