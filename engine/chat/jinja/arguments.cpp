// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

BoundArguments::BoundArguments(std::string_view function, const Arguments& arguments,
                               std::initializer_list<std::string_view> names)
    : m_function(function), m_names(names), m_values(names.size(), nullptr) {
  if (arguments.positional.size() > m_names.size()) {
    failRendering(fmt::format("'{}' takes at most {} arguments in a chat template.", m_function,
                              m_names.size()));
  }
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
    m_values[i] = &arguments.positional[i];
  }
  for (const auto& [name, value] : arguments.named) {
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    if (found == m_names.end()) {
      failRendering(
          fmt::format("'{}' takes no argument '{}' in a chat template.", m_function, name));
    }
    m_values[static_cast<std::size_t>(found - m_names.begin())] = &value;
  }
}

const Value& BoundArguments::require(std::size_t index) const {
  if (m_values[index]) return *m_values[index];
  failRendering(
      fmt::format("'{}' needs its argument '{}' in a chat template.", m_function, m_names[index]));
}

const Text& BoundArguments::requireText(std::size_t index) const {
  (void)require(index);
  if (const Text* found = text(index)) return *found;
  failRendering(
      fmt::format("'{}' needs a text as '{}' in a chat template.", m_function, m_names[index]));
}

std::int64_t BoundArguments::requireInteger(std::size_t index) const {
  (void)require(index);
  return integer(index, 0);
}

bool BoundArguments::flag(std::size_t index, bool otherwise) const {
  return m_values[index] ? m_values[index]->isTrue() : otherwise;
}

std::int64_t BoundArguments::integer(std::size_t index, std::int64_t otherwise) const {
  if (!m_values[index] || m_values[index]->is<None>()) return otherwise;
  if (const auto integer = m_values[index]->asInteger()) return *integer;
  requireDefined(*m_values[index]);
  failRendering(fmt::format("'{}' needs a whole number as '{}' in a chat template.", m_function,
                            m_names[index]));
}

const Text* BoundArguments::text(std::size_t index) const {
  if (!m_values[index] || m_values[index]->is<None>()) return nullptr;
  if (const Text* text = m_values[index]->asText()) return text;
  requireDefined(*m_values[index]);
  failRendering(
      fmt::format("'{}' needs a text as '{}' in a chat template.", m_function, m_names[index]));
}

}  // namespace alcove::chat::jinja
