// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/model_template.h"

#include <alcove/error.h>

#include <algorithm>

#include "formats/gguf_file.h"

namespace alcove::chat {

namespace {

// The text of a message, which may come in parts; for the built-in templates.
constexpr std::string_view kWordsMacro = R"({%- macro words(content) -%}
{%- if content is string -%}{{- content -}}
{%- elif content is iterable and content is not mapping -%}
{%- for part in content -%}{{- part if part is string else part.text -}}{%- endfor -%}
{%- endif -%}
{%- endmacro -%})";

std::string lowerAscii(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

}  // namespace

std::string calledName(const formats::GgufFile& file) {
  std::string name;
  for (const char* key : {"general.name", "general.basename", "general.finetune"}) {
    name += lowerAscii(file.string(key).value_or("")) + " ";
  }
  return name;
}

ModelTraits traitsOf(const formats::GgufFile& file) {
  ModelTraits traits;
  traits.architecture = file.string("general.architecture").value_or("");
  traits.name = calledName(file);
  std::set<std::string_view> wanted;
  for (const BuiltinTemplate& row : builtinTemplates()) {
    wanted.insert(row.tokens.begin(), row.tokens.end());
  }
  if (const auto spellings = file.strings("tokenizer.ggml.tokens")) {
    for (const std::string_view spelling : *spellings) {
      if (wanted.contains(spelling)) traits.tokens.emplace(spelling);
    }
  }
  return traits;
}

std::optional<ModelTemplate> findTemplate(const formats::GgufFile& file, bool withTools) {
  for (const char* key : {"tokenizer.chat_template.tool_use", "tokenizer.chat_template"}) {
    if (!withTools && key == std::string_view("tokenizer.chat_template.tool_use")) continue;
    const auto source = file.string(key);
    if (source && !source->empty()) return ModelTemplate{std::string(*source), "model"};
  }
  const BuiltinTemplate* builtin = chooseBuiltin(traitsOf(file));
  if (!builtin) return std::nullopt;
  return ModelTemplate{std::string(builtin->source), "built-in: " + std::string(builtin->name),
                       builtin->bos};
}

std::string templateOrigin(const formats::GgufFile& file) {
  try {
    const auto found = findTemplate(file, false);
    return found ? found->origin : "none";
  } catch (const Error&) {
    return "none";
  }
}

std::string completeSource(const ModelTemplate& found, bool addsBos) {
  if (found.origin == "model") return found.source;
  const bool prepends = found.bos == BosBy::Tokenizer && addsBos;
  return std::string(kWordsMacro) + (prepends ? "{{- bos_token -}}" : "") + found.source;
}

std::shared_ptr<const ChatTemplate> compileTemplate(const ModelTemplate& found,
                                                    const tokenizer::Tokenizer& tokenizer) {
  return ChatTemplate::compile(completeSource(found, tokenizer.addsBos()));
}

}  // namespace alcove::chat
