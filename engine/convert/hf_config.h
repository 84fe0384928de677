// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::convert {

// A JSON object of a Hugging Face folder (config.json and the like) with look-ups that say what is
// wrong: Error Corrupt names the key and the value. Copies share the object. Families spell the
// same number differently, so every look-up takes a list of keys, the first that is there counts.
// null counts as absent.
class HfConfig {
 public:
  using Keys = std::initializer_list<const char*>;

  // `where` goes into the errors.
  HfConfig(nlohmann::json object, std::string where);

  [[nodiscard]] const nlohmann::json* find(Keys keys) const;

  // Within [least, most]; the first form throws if none of the keys is there.
  [[nodiscard]] std::uint32_t require(Keys keys, std::uint64_t least, std::uint64_t most) const;
  [[nodiscard]] std::uint32_t optional(Keys keys, std::uint32_t otherwise, std::uint64_t least,
                                       std::uint64_t most) const;
  // Finite and above zero.
  [[nodiscard]] float requirePositive(Keys keys) const;
  [[nodiscard]] std::optional<float> positive(Keys keys) const;
  [[nodiscard]] std::optional<bool> boolean(Keys keys) const;
  [[nodiscard]] std::optional<std::string> string(Keys keys) const;
  // A list of finite numbers, of strings.
  [[nodiscard]] std::vector<float> numbers(const char* key) const;
  [[nodiscard]] std::vector<std::string> strings(const char* key) const;
  // The object under this key; an empty one if there is none.
  [[nodiscard]] HfConfig child(const char* key) const;
  // This object with what `base` has in addition.
  [[nodiscard]] HfConfig over(const HfConfig& base) const;

  // Throws Error Corrupt, Unsupported.
  [[noreturn]] void corrupt(const std::string& sentence) const;
  [[noreturn]] void unsupported(const std::string& sentence) const;

 private:
  HfConfig(std::shared_ptr<const nlohmann::json> object, std::string where);

  [[noreturn]] void wrong(Keys keys, const nlohmann::json& value, std::string_view wanted) const;

  std::shared_ptr<const nlohmann::json> m_object;
  std::string m_where;
};

}  // namespace alcove::convert
