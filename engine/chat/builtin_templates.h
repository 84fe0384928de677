// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace alcove::chat {

// Who writes the beginning-of-sequence token: the template itself, or whoever uses it, where the
// tokenizer wants one.
enum class BosBy { Template, Tokenizer };

// The format of a family of models whose files often come without a chat template. A row fits if
// all of `tokens` are in the vocabulary and, where they are given, the architecture is one of
// `architectures` and a word of the model's name begins with one of `names`; the first that fits
// is used.
struct BuiltinTemplate {
  std::string_view name;  // "ChatML"
  std::span<const std::string_view> tokens;
  std::span<const std::string_view> architectures;
  std::span<const std::string_view> names;  // in lower case
  BosBy bos;
  std::string_view source;  // Jinja
};

[[nodiscard]] std::span<const BuiltinTemplate> builtinTemplates();

// What a built-in template is chosen by.
struct ModelTraits {
  std::string architecture;
  std::string name;                           // all that the file calls the model, in lower case
  std::set<std::string, std::less<>> tokens;  // those of the rows' that the vocabulary has
};

// Null if no row fits: then the model is no chat model that we know of.
[[nodiscard]] const BuiltinTemplate* chooseBuiltin(const ModelTraits& traits);

}  // namespace alcove::chat
