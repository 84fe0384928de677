// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alcove::formats {

// Error: the model cannot be used as it is. Warning: it can, but a person should know.
enum class Severity { Error, Warning };
[[nodiscard]] const char* severityName(Severity severity) noexcept;

struct Problem {
  Severity severity;
  std::string sentence;
  std::string where;  // "byte 24", a metadata key, a tensor; may be empty
};

struct InspectedValue {
  std::string key;
  std::string type;  // "uint32", "string", "array of string"
  // Nothing for arrays and for strings that are too long to show: then `count` says how many
  // elements or bytes there are.
  std::variant<std::monostate, std::uint64_t, std::int64_t, double, bool, std::string> value;
  std::uint64_t count = 1;
};

struct InspectedTensor {
  std::string name;
  std::string type;
  std::vector<std::uint64_t> shape;  // innermost first, as in the file
  std::uint64_t offset = 0;          // from the start of the file
  std::uint64_t bytes = 0;           // 0 if the type cannot be read
};

// What a model file says about itself and what is wrong with it. All text is valid UTF-8.
struct Inspection {
  std::string path;
  std::string format = "GGUF";
  std::uint32_t version = 0;  // 0 if the file broke off before it
  std::uint64_t fileBytes = 0;
  std::string name;
  std::string architecture;
  std::string weightsType;  // the block type that holds the most values
  std::uint64_t parameters = 0;
  std::uint64_t trainedContextTokens = 0;
  std::string license;
  std::optional<std::string> chatTemplate;
  // Filled by chat::reviewTemplate, which knows templates:
  std::string chatTemplateOrigin = "none";  // or "model", or "built-in: ChatML"
  std::string chatTemplateSha256;           // of the file's own
  std::string chatTemplateFamily;           // the built-in one of the family, if it is known
  bool chatTemplateLikeFamily = false;      // renders a short conversation as that one does
  std::string chatTemplateWords;            // what it says to the model by itself
  std::vector<InspectedValue> metadata;     // at most the first 10,000
  std::vector<InspectedTensor> tensors;     // at most the first 40,000
  std::vector<Problem> problems;            // at most 100
};

// How many weights are looked at for NaN and infinity.
enum class WeightCheck {
  None,
  Sample,  // all of small files; of larger ones some 16 million values, spread over all tensors
  All,     // O(file)
};

struct InspectOptions {
  WeightCheck weights = WeightCheck::Sample;
};

// Reads as far as the file can be read and lists the problems instead of throwing them.
// Throws Error NotFound or Io where there is no file to read at all.
[[nodiscard]] Inspection inspect(const std::filesystem::path& path,
                                 const InspectOptions& options = {});

// As docs/api.md describes it.
[[nodiscard]] nlohmann::ordered_json toJson(const Inspection& inspection);

}  // namespace alcove::formats
