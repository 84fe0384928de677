// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The words of each family, as its published tokenizer.json states them, in PCRE2's syntax without
// UCP: \d, \w and \b would be ASCII there, so classes are spelled out. Where the published pattern
// would take quadratic time, it is written so that it does not, with the same words. The patterns
// are checked against another implementation's in tests/cases/tokenizer.
#include <algorithm>
#include <string_view>

#include "tokenizer/pre_tokenizer.h"

namespace alcove::tokenizer {

namespace {

// White space as Unicode's White_Space property has it, inside a class.
#define SPACE R"(\t-\r\x{85}\p{Z})"

// Pieces that alternatives are made of. The last space before a word belongs to the word.
#define CONTRACTION "'(?i:[stmd]|re|ve|ll)"
#define SPACES "[" SPACE "]+(?![^" SPACE "])|[" SPACE "]+"
#define LINES "[" SPACE R"(]*[\r\n]+)"
#define LETTERS R"([^\r\n\p{L}\p{N}]?\p{L}+)"
#define SIGNS(behind) R"( ?[^\p{L}\p{N})" SPACE "]+" behind
#define ONE_DIGIT R"(\p{N})"
#define THREE_DIGITS R"(\p{N}{1,3})"

#define GPT2 R"('(?:[stmd]|re|ve|ll)| ?\p{L}+| ?\p{N}+|)" SIGNS("|") SPACES
#define LLAMA3(digits) CONTRACTION "|" LETTERS "|" digits "|" SIGNS(R"([\r\n]*|)") LINES "|" SPACES
// Capitals begin words.
#define O200K(suffix, digits)                                                               \
  R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)" suffix  \
  R"(|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)" suffix \
  "|" digits "|" SIGNS(R"([\r\n/]*|)") LINES "|" SPACES
// The same without Chinese characters, which are words of their own: those whose script is Han.
// PCRE2's \p{Han} is, depending on its version, the script or all that is used with it.
#define HAN                                                                                  \
  R"(\x{2E80}-\x{2E99}\x{2E9B}-\x{2EF3}\x{2F00}-\x{2FD5}\x{3005}\x{3007}\x{3021}-\x{3029})"  \
  R"(\x{3038}-\x{303B}\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FA6D}\x{FA70}-\x{FAD9})" \
  R"(\x{16FE2}\x{16FE3}\x{16FF0}\x{16FF1}\x{20000}-\x{2A6DF}\x{2A700}-\x{2FA1D}\x{30000}-\x{323AF})"
#define KIMI_CAPITALS "[^" HAN R"(\p{Ll}\p{N}\p{P}\p{S}\p{Z}\p{C}])"
#define KIMI_SMALL "[^" HAN R"(\p{Lu}\p{Lt}\p{N}\p{P}\p{S}\p{Z}\p{C}])"
#define KIMI                                                                                 \
  "[" HAN R"(]+|[^\r\n\p{L}\p{N}]?)" KIMI_CAPITALS "*" KIMI_SMALL "+(?:" CONTRACTION         \
  ")?|"                                                                                      \
  R"([^\r\n\p{L}\p{N}]?)" KIMI_CAPITALS "+" KIMI_SMALL "*(?:" CONTRACTION ")?|" THREE_DIGITS \
  "|" SIGNS(R"([\r\n]*|)") LINES "|" SPACES
#define DEEPSEEK3_WORDS R"([!-/:-@\[-`{-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+)"
#define DEEPSEEK3 DEEPSEEK3_WORDS R"(| ?[\p{P}\p{S}]+[\r\n]*|)" LINES "|" SPACES
#define CHINESE_AND_KANA R"([\x{4E00}-\x{9FA5}\x{3040}-\x{30FF}]+)"
#define DEEPSEEK_CHINESE R"([\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+)"
#define BLOOM R"( ?[^(|.,!?\x{2026}\x{3002}\x{FF0C}\x{3001}\x{964}\x{6D4}\x{60C}))" SPACE "]+"

// Digits in threes from the right: their runs, then what is left of a run in front of its threes.
#define DIGIT_RUNS R"(\p{N}+)"
#define BEFORE_THREES R"(\A\p{N}{1,2}(?=(?:\p{N}{3})++\z))"
// The same for runs that end a word only.
#define DIGIT_RUNS_AT_ENDS R"((?<!\p{Nd})\p{Nd}++(?![\p{L}\p{M}\p{N}\p{Pc}]))"

// DeepSeek's letters that have a case, as its tokenizer.json lists them.
#define CASED_LETTERS                                                                  \
  R"(A-Za-z\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF})"             \
  R"(\x{1C4}-\x{293}\x{295}-\x{2AF}\x{370}-\x{373}\x{376}\x{377}\x{37B}-\x{37D})"      \
  R"(\x{37F}\x{386}\x{388}-\x{38A}\x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5})"              \
  R"(\x{3F7}-\x{481}\x{48A}-\x{52F}\x{531}-\x{556}\x{10A0}-\x{10C5}\x{13A0}-\x{13F5})" \
  R"(\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}\x{1CBD}-\x{1CBF}\x{1D00}-\x{1D2B})"            \
  R"(\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D})"            \
  R"(\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-\x{1F57}\x{1F59}\x{1F5B}\x{1F5D})"     \
  R"(\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4})"    \
  R"(\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC})"            \
  R"(\x{1FF2}-\x{1FF4}\x{1FF6}-\x{1FFC}\x{2102}\x{2107}\x{210A}-\x{2113}\x{2115})"     \
  R"(\x{2119}-\x{211D}\x{2124}\x{2126}\x{2128}\x{212A}-\x{212D}\x{212F}-\x{2134})"     \
  R"(\x{2139}\x{213C}-\x{213F}\x{2145}-\x{2149}\x{214E}\x{2183}\x{2184})"              \
  R"(\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4}\x{2CEB}-\x{2CEE}\x{2CF2}\x{2CF3})"             \
  R"(\x{A640}-\x{A66D}\x{A680}-\x{A69B}\x{A722}-\x{A76F}\x{A771}-\x{A787})"            \
  R"(\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17})"            \
  R"(\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3})"        \
  R"(\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF})"    \
  R"(\x{1E900}-\x{1E943})"

constexpr PreTokenizerRule kRules[] = {
    {.names = "gpt-2 mpt olmo jais trillion granite-docling phi-2 gigachat a.x-4.0 mellum exaone4 "
              "modern-bert roberta-bpe jina-v1-en jina-v2-code jina-v2-de jina-v2-es jina-de "
              "jina-es",
     .patterns = {GPT2}},
    {.names = "smollm starcoder refact command-r codeshell exaone minerva-7b mellum2",
     .patterns = {ONE_DIGIT, GPT2}},
    {.names = "llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano",
     .patterns = {LLAMA3(THREE_DIGITS)},
     .wholeWordsFirst = true,
     .addsBos = true},
    {.names = "glm4 glm5", .patterns = {LLAMA3(THREE_DIGITS)}, .wholeWordsFirst = true},
    {.names = "dbrx smaug-bpe chatglm-bpe", .patterns = {LLAMA3(THREE_DIGITS)}},
    {.names = "qwen2 stablelm2 hunyuan solar-open deepseek-r1-qwen kormo f2llmv2 megrez grok-2 "
              "bailingmoe bailingmoe2 llada-moe",
     .patterns = {LLAMA3(ONE_DIGIT)}},
    {.names = "qwen35",
     .patterns = {CONTRACTION R"(|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\p{L}\p{M}\p{N})" SPACE
                              R"(]+[\r\n]*|)" LINES "|" SPACES}},
    {.names = "laguna", .patterns = {R"([^\n]+|\n+)", LLAMA3(ONE_DIGIT)}},
    {.names = "minicpm5", .patterns = {THREE_DIGITS, LLAMA3(R"(\p{N}+)")}, .wholeWordsFirst = true},
    {.names = "ufakzeka",
     .patterns = {LETTERS "|" ONE_DIGIT "|" SIGNS(R"([\r\n]*|)") LINES "|" SPACES}},
    {.names = "seed-coder",
     .patterns = {CONTRACTION "|" LETTERS R"(|\p{N}| ?[^\p{L}\p{N}\r\n)" SPACE "]+|" LINES
                              "|" SPACES}},
    {.names = "exaone-moe",
     .patterns = {CONTRACTION R"(|[^\r\n\p{L}\p{N}]?\p{L}[\p{L}\p{M}]*+(?: \p{L}[\p{L}\p{M}]*+)*+)"
                              "|" ONE_DIGIT "|" SIGNS(R"([\r\n/]?|)") LINES "|" SPACES}},
    // The line ends of a run of space are looked for once, at its front.
    {.names = "jais-2",
     .patterns = {CONTRACTION "|" LETTERS "|" THREE_DIGITS "|" SIGNS(
         R"([\r\n]*|)") R"((?<![\t\x{B}\f\x{85}\p{Z}]))" LINES "|[" SPACE "]{512}(?![^" SPACE
                        "])|[" SPACE "]{256}(?![^" SPACE "])"
                        "|[" SPACE "]{128}(?![^" SPACE "])|[" SPACE "]{64}(?![^" SPACE "])"
                        "|[" SPACE "]{32}(?![^" SPACE "])|[" SPACE "]{16}(?![^" SPACE "])"
                        "|[" SPACE "]{8}(?![^" SPACE "])|[" SPACE "]{4}(?![^" SPACE "])"
                        "|[" SPACE "]{1,2}(?![^" SPACE "])|[" SPACE "]"}},
    {.names = "gpt-4o llama4 kanana2 talkie minimax-m2",
     .patterns = {O200K("(?:" CONTRACTION ")?", THREE_DIGITS)}},
    {.names = "granite-embed-multi-97m",
     .patterns = {O200K("(?:" CONTRACTION ")?", THREE_DIGITS)},
     .wholeWordsFirst = true},
    {.names = "tekken",
     .patterns = {O200K("", ONE_DIGIT)},
     .wholeWordsFirst = true,
     .addsBos = true},
    {.names = "kimi-k2", .patterns = {KIMI}},
    {.names = "youtu",
     .patterns =
         {R"([\x{AC00}-\x{D7A3}\x{3131}-\x{318E}]+|[\x{FF01}\x{2026}\x{201C}\x{201D}\x{2018})"
          R"(\x{2019}\x{2014}\x{FF1A}\x{FF1B}\x{FF0C}\x{3001}-\x{303F}\x{FE30}-\x{FE4F}]+|)"
          R"([\x{3105}-\x{312F}]+|)" CHINESE_AND_KANA,
          O200K("(?:" CONTRACTION ")?", ONE_DIGIT)},
     .wholeWordsFirst = true},
    {.names = "tiny_aya cohere2moe",
     .patterns = {DIGIT_RUNS_AT_ENDS, BEFORE_THREES, O200K("(?:" CONTRACTION ")?", THREE_DIGITS)}},
    {.names = "superbpe", .patterns = {DIGIT_RUNS, BEFORE_THREES, R"(\p{N}{3})"}},
    {.names = "afmoe",
     .patterns = {DIGIT_RUNS, BEFORE_THREES, R"(\p{N}{3})",
                  R"([\x{4E00}-\x{9FFF}\x{3400}-\x{4DBF}\x{8C48}-\x{FAFF}\x{3040}-\x{30FF})"
                  R"(\x{FF65}-\x{FF9F}\x{2F00}-\x{2FDF}\x{E40}-\x{E7F}\x{E80}-\x{EFF})"
                  R"(\x{1780}-\x{17FF}\x{1000}-\x{109F}\x{AA60}-\x{AA7F}\x{A9E0}-\x{A9FF})"
                  R"(\x{AC00}-\x{D7AF}\x{1100}-\x{11FF}]+)",
                  DEEPSEEK3}},
    {.names = "deepseek-coder",
     .patterns = {R"([\r\n])", "[" SPACE R"(]?\p{L}+)", "[" SPACE R"(]?\p{P}+)", DEEPSEEK_CHINESE,
                  ONE_DIGIT}},
    {.names = "deepseek-llm",
     .patterns = {R"([\r\n])", "[" SPACE "]?[" CASED_LETTERS "]+",
                  "[" SPACE R"(]?[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F})"
                  R"(\x{3000}-\x{3002}]+)",
                  // White space at the end of a piece.
                  "(?<![" SPACE "])[" SPACE R"(]++\z)", DEEPSEEK_CHINESE, DIGIT_RUNS}},
    {.names = "deepseek-v3 hunyuan-dense joyai-llm hy_v4",
     .patterns = {THREE_DIGITS, CHINESE_AND_KANA, DEEPSEEK3}},
    {.names = "spark2_5",
     .patterns = {THREE_DIGITS, CHINESE_AND_KANA,
                  DEEPSEEK3_WORDS R"(| ?[\p{P}\p{S}]+|[\r\n]|)" SPACES, ONE_DIGIT}},
    {.names = "falcon", .patterns = {R"([\p{P}$+<=>^~|`]+)", GPT2, "[0-9]{3}"}},
    {.names = "bloom poro-chat gpt3-finnish", .patterns = {BLOOM}},
    {.names = "viking", .patterns = {BLOOM, ONE_DIGIT}},
    {.names = "chameleon",
     .patterns = {"<sentinel:[0-9]+>", "IMGIMG[A-I]{1,4}Z", R"([\t\n]|    |  )", ONE_DIGIT,
                  R"([\p{P}!-/:-@\[-`{-~])", GPT2},
     .addsBos = true},
    // What files from before pre-tokenizers had names are read with.
    {.names = "default", .patterns = {R"([\p{P}$+<=>^~|]+)", GPT2, DIGIT_RUNS, "[0-9]{3}"}},
};

}  // namespace

std::span<const PreTokenizerRule> preTokenizerRules() { return kRules; }

const PreTokenizerRule* findPreTokenizer(std::string_view name) {
  if (name.empty() || name.find(' ') != name.npos) return nullptr;
  for (const PreTokenizerRule& rule : kRules) {
    for (std::string_view names = rule.names; !names.empty();) {
      const std::string_view known = names.substr(0, names.find(' '));
      if (known == name) return &rule;
      names.remove_prefix(std::min(names.size(), known.size() + 1));
    }
  }
  return nullptr;
}

}  // namespace alcove::tokenizer
