// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::chat::answers {

// What a parameter of a tool may be, as far as it decides how text becomes JSON.
struct ToolParameter {
  std::string name;
  bool text = false;     // only a string will do
  bool anyText = false;  // a string will do, too, or the schema does not say
};

struct Tool {
  std::string name;
  std::vector<ToolParameter> parameters;  // in the order in which the schema declares them
  [[nodiscard]] const ToolParameter* parameter(std::string_view name) const;
};

// The tools of a request, by name. Entries that are no function are left out.
class ToolSet {
 public:
  // `tools`: OpenAI's array, or null.
  explicit ToolSet(const nlohmann::ordered_json* tools);
  [[nodiscard]] bool empty() const { return m_tools.empty(); }
  // Null for a name that is none of theirs.
  [[nodiscard]] const Tool* find(std::string_view name) const;

 private:
  std::map<std::string, Tool, std::less<>> m_tools;
};

}  // namespace alcove::chat::answers
