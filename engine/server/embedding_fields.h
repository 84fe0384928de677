// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/model_output.h"
#include "runtime/embedding_input.h"
#include "server/json_reader.h"

namespace alcove::server {

enum class EmbeddingEncoding { Float, Base64 };

// The body of an embedding request, checked for itself.
struct EmbeddingFields {
  // Texts, or token ids that are embedded as they are.
  std::variant<std::vector<std::string>, std::vector<std::vector<runtime::TokenId>>> input;
  EmbeddingEncoding encoding = EmbeddingEncoding::Float;
  std::uint32_t dimensions = 0;            // 0: all
  std::optional<models::Pooling> pooling;  // never None: one vector per input is what is answered
  runtime::LongText longText = runtime::LongText::Refuse;
};

// Throws Error InvalidArgument with a sentence that names the member.
[[nodiscard]] EmbeddingFields readEmbeddingFields(const JsonReader& reader);

// The value of `embedding` in an answer: an array of numbers, each with as many digits as a float32
// needs, or the base64 of little-endian float32.
[[nodiscard]] nlohmann::ordered_json embeddingJson(std::span<const float> values,
                                                   EmbeddingEncoding encoding);

}  // namespace alcove::server
