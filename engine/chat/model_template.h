// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "chat/builtin_templates.h"
#include "chat/chat_template.h"

namespace alcove::chat {

// The template that a model's messages are rendered with, and where it comes from.
struct ModelTemplate {
  std::string source;
  std::string origin;  // "model", or "built-in: ChatML" where the file brings none
  BosBy bos = BosBy::Template;
};

// The file's own template; with tools, the one that it has for them (tokenizer.chat_template
// .tool_use) goes first. Without any, the built-in one of the model's family, chosen by its
// vocabulary, architecture and name. Nothing if the model is of no family that we know.
// Throws Error Corrupt for metadata of a wrong type.
[[nodiscard]] std::optional<ModelTemplate> findTemplate(const formats::GgufFile& file,
                                                        bool withTools);

// The origin of the template without tools, "none" if there is none; never throws.
[[nodiscard]] std::string templateOrigin(const formats::GgufFile& file);

// Throws what ChatTemplate::compile throws.
[[nodiscard]] std::shared_ptr<const ChatTemplate> compileTemplate(
    const ModelTemplate& found, const tokenizer::Tokenizer& tokenizer);

// The source as it is compiled; `addsBos`: the tokenizer wants its beginning token in front.
[[nodiscard]] std::string completeSource(const ModelTemplate& found, bool addsBos);

// All that the file calls the model, in lower case.
[[nodiscard]] std::string calledName(const formats::GgufFile& file);

// What the file says about itself that a built-in template is chosen by.
[[nodiscard]] ModelTraits traitsOf(const formats::GgufFile& file);

}  // namespace alcove::chat
