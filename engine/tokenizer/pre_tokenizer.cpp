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
  for (const char* pattern : rule.patterns) {
    if (pattern) m_patterns->codes.push_back(compilePattern(pattern));
  }
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
