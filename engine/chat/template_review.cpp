// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/template_review.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/sha256.h"
#include "chat/model_template.h"
#include "formats/gguf_file.h"
#include "formats/utf8.h"

namespace alcove::chat {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kShownBytes = 2000;
// Fewer words than these in one line are the names of turns ("### Instruction:").
constexpr int kFewestWords = 4;

const char* const kProbes[] = {
    R"([{"role": "user", "content": "x"}, {"role": "assistant", "content": "x"},
        {"role": "user", "content": "x"}])",
    R"([{"role": "system", "content": "x"}, {"role": "user", "content": "x"}])",
};

std::string spelling(const formats::GgufFile& file, const char* key) {
  const auto id = file.uint(key);
  const auto tokens = file.strings("tokenizer.ggml.tokens");
  return id && tokens && *id < tokens->size() ? std::string((*tokens)[*id]) : std::string();
}

RenderOptions probeOptions(const formats::GgufFile& file) {
  RenderOptions options;
  options.bosToken = spelling(file, "tokenizer.ggml.bos_token_id");
  options.eosToken = spelling(file, "tokenizer.ggml.eos_token_id");
  options.nowUnixSeconds = 1'700'000'000;
  return options;
}

// The words of one line, without what looks like a control token: <…> or […] with no space in it.
int wordsOf(std::string_view line) {
  int words = 0;
  int letters = 0;
  char closing = 0;
  for (const char c : std::string(line) + " ") {
    if (closing != 0) {
      if (c == closing || c == ' ') closing = 0;
    } else if (c == '<' || c == '[') {
      closing = c == '<' ? '>' : ']';
    } else if (static_cast<unsigned char>(c) >= 0x80 || (c | 0x20) >= 'a') {
      ++letters;
    } else if (c == ' ') {
      words += letters > 0 ? 1 : 0;
      letters = 0;
    }
  }
  return words;
}

void addLines(const std::string& text, std::vector<std::string>& lines) {
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    if (wordsOf(line) >= kFewestWords && std::ranges::find(lines, line) == lines.end()) {
      lines.push_back(line);
    }
    from = end + 1;
  }
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  if (text.size() > kShownBytes) text = formats::toUtf8(text.substr(0, kShownBytes)) + " …";
  return text;
}

void reviewOwn(const formats::GgufFile& file, const ModelTemplate& found,
               formats::Inspection& inspection) {
  const RenderOptions options = probeOptions(file);
  const auto own = ChatTemplate::compile(found.source);
  const BuiltinTemplate* family = chooseBuiltin(traitsOf(file));
  std::shared_ptr<const ChatTemplate> known;
  if (family) {
    const ModelTemplate builtin{std::string(family->source), "built-in", family->bos};
    known = ChatTemplate::compile(
        completeSource(builtin, file.boolean("tokenizer.ggml.add_bos_token").value_or(false)));
    inspection.chatTemplateFamily = family->name;
    inspection.chatTemplateLikeFamily = true;
  }
  std::vector<std::string> lines;
  std::string failure;
  std::size_t failed = 0;
  for (const char* probe : kProbes) {
    const auto messages = ordered_json::parse(probe);
    try {
      addLines(own->ownText(messages, options), lines);
      if (known && own->render(messages, options) != known->render(messages, options)) {
        inspection.chatTemplateLikeFamily = false;
      }
    } catch (const Error& error) {
      inspection.chatTemplateLikeFamily = false;
      if (error.code() == ErrorCode::LimitExceeded) throw;
      failure = error.sentence();
      ++failed;
    }
  }
  if (failed == std::size(kProbes)) throw Error(ErrorCode::Corrupt, failure);
  inspection.chatTemplateWords = joined(lines);
}

void warn(formats::Inspection& inspection, std::string sentence) {
  inspection.problems.push_back(
      {formats::Severity::Warning, std::move(sentence), "tokenizer.chat_template"});
}

}  // namespace

void reviewTemplate(formats::Inspection& inspection) {
  try {
    const auto file = formats::GgufFile::open(inspection.path);
    const auto found = findTemplate(*file, false);
    if (!found) return;
    inspection.chatTemplateOrigin = found->origin;
    if (found->origin != "model") return;
    inspection.chatTemplateSha256 = base::sha256Hex(found->source);
    try {
      reviewOwn(*file, *found, inspection);
    } catch (const Error& error) {
      warn(inspection,
           fmt::format("The chat template cannot be used as it is: {}", error.sentence()));
    }
  } catch (const Error&) {
    // A file that cannot be opened has its reasons among the problems already.
  }
}

}  // namespace alcove::chat
