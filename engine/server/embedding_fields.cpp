// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/embedding_fields.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "runtime/pooling.h"
#include "server/json_members.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using Tokens = std::vector<runtime::TokenId>;

constexpr std::size_t kMostInputs = 2048;  // OpenAI's own limit

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(ErrorCode::InvalidArgument, sentence);
}

[[noreturn]] void refuseInput() {
  refuse(
      "'input' must be a string, an array of strings, an array of token ids or an array of such.");
}

Tokens readTokens(const ordered_json& array) {
  auto tokens = findTokenIds(array);
  if (!tokens) refuseInput();
  return *std::move(tokens);
}

void readInput(const JsonReader& reader, EmbeddingFields& fields) {
  const ordered_json* input = reader.find("input");
  if (input == nullptr) refuse("'input' is missing; it must be a text or an array of texts.");
  if (input->is_string()) {
    fields.input = std::vector<std::string>{input->get<std::string>()};
    return;
  }
  if (!input->is_array()) refuseInput();
  if (input->empty()) refuse("'input' is empty; there is nothing to embed.");
  if (input->front().is_number()) {
    fields.input = std::vector<Tokens>{readTokens(*input)};
    return;
  }
  if (input->size() > kMostInputs)
    refuse(fmt::format("'input' has {} members; {} are the most.", input->size(), kMostInputs));
  if (input->front().is_string()) {
    fields.input = reader.strings("input", kMostInputs);
    return;
  }
  std::vector<Tokens> inputs;
  for (const ordered_json& member : *input) {
    if (!member.is_array()) refuseInput();
    inputs.push_back(readTokens(member));
  }
  fields.input = std::move(inputs);
}

EmbeddingEncoding readEncoding(const JsonReader& reader) {
  const std::string name = reader.string("encoding_format").value_or("float");
  if (name == "float") return EmbeddingEncoding::Float;
  if (name == "base64") return EmbeddingEncoding::Base64;
  refuse(fmt::format("'encoding_format' must be float or base64; it is '{}'.", name));
}

std::optional<models::Pooling> readPooling(const JsonReader& reader) {
  const auto name = reader.string("pooling");
  if (!name) return std::nullopt;
  const auto pooling = runtime::findPooling(*name);
  if (!pooling || *pooling == models::Pooling::None)
    refuse(fmt::format("'pooling' must be mean, cls or last; it is '{}'.", *name));
  return pooling;
}

std::string base64(std::span<const std::byte> bytes) {
  static constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < count ? std::uint32_t(bytes[at + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= count ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

}  // namespace

EmbeddingFields readEmbeddingFields(const JsonReader& reader) {
  EmbeddingFields fields;
  readInput(reader, fields);
  fields.encoding = readEncoding(reader);
  fields.dimensions = std::uint32_t(reader.integer("dimensions", 1, INT32_MAX).value_or(0));
  fields.pooling = readPooling(reader);
  if (reader.boolean("split").value_or(false)) fields.longText = runtime::LongText::Split;
  return fields;
}

ordered_json embeddingJson(std::span<const float> values, EmbeddingEncoding encoding) {
  static_assert(std::endian::native == std::endian::little);
  if (encoding == EmbeddingEncoding::Base64) return base64(std::as_bytes(values));
  ordered_json numbers = ordered_json::array();
  // The double that prints as shortly as the float.
  for (const float value : values)
    numbers.push_back(std::strtod(fmt::format("{}", value).c_str(), nullptr));
  return numbers;
}

}  // namespace alcove::server
