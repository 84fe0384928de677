// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <random>

namespace alcove::grammar {

// Makes schemas out of everything that can be held to, nested, combined and recursive.
class RandomSchema {
 public:
  explicit RandomSchema(unsigned seed) : m_random(seed) {}
  [[nodiscard]] nlohmann::ordered_json make();

 private:
  using Json = nlohmann::ordered_json;
  [[nodiscard]] int below(int count) { return int(m_random() % unsigned(count)); }
  [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
  [[nodiscard]] std::string name();
  [[nodiscard]] Json schema(int depth);
  [[nodiscard]] Json scalar();
  [[nodiscard]] Json string();
  [[nodiscard]] Json number();
  [[nodiscard]] Json array(int depth);
  [[nodiscard]] Json object(int depth);
  [[nodiscard]] Json combination(int depth);

  std::mt19937 m_random;
};

}  // namespace alcove::grammar
