// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/text_arguments.h"

#include <fmt/format.h>

#include <utility>

#include "chat/answers/json_stream.h"
#include "chat/answers/markup.h"

namespace alcove::chat::answers {
namespace {

// `text` as JSON if it is one value, or Python's spelling of one; else as a string.
std::string jsonOf(std::string_view text) {
  const std::string_view bare = trimmed(text);
  if (bare == "True") return "true";
  if (bare == "False") return "false";
  if (bare == "None") return "null";
  JsonStream json;
  std::string copy;
  for (std::size_t i = 0; i < bare.size(); ++i) {
    const auto step = json.push(bare[i], copy);
    const bool last = i + 1 == bare.size();
    if (step == JsonStream::Step::Done && last) return copy;
    if (step != JsonStream::Step::More) return '"' + jsonEscaped(text) + '"';
  }
  return json.couldEnd() ? copy : '"' + jsonEscaped(text) + '"';
}

}  // namespace

std::string jsonEscaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else if (c != kControlBegin && c != kControlEnd) {
      out += c;
    }
  }
  return out;
}

bool TextArguments::begin(PieceWriter& out) { return out.arguments("{"); }

bool TextArguments::beginParameter(std::string_view name, PieceWriter& out) {
  const ToolParameter* parameter = out.tool().parameter(name);
  m_streams = parameter == nullptr || parameter->anyText;
  m_atStart = true;
  m_lineBreak = false;
  m_held.clear();
  const std::string key = '"' + jsonEscaped(name) + "\": ";
  const bool fits = out.arguments((m_first ? "" : ", ") + key + (m_streams ? "\"" : ""));
  m_first = false;
  return fits;
}

bool TextArguments::value(std::string_view text, PieceWriter& out) {
  for (const char c : text) {
    if (std::exchange(m_atStart, false) && c == '\n') continue;
    if (std::exchange(m_lineBreak, false)) m_held += '\n';
    if (c == '\n') {
      m_lineBreak = true;
    } else {
      m_held += c;
    }
  }
  if (m_held.size() > PieceWriter::kMaxArgumentBytes) return false;
  return !m_streams || out.arguments(jsonEscaped(std::exchange(m_held, {})));
}

bool TextArguments::endParameter(PieceWriter& out) {
  m_lineBreak = false;
  return out.arguments(m_streams ? "\"" : jsonOf(m_held));
}

bool TextArguments::end(PieceWriter& out) { return out.arguments("}"); }

}  // namespace alcove::chat::answers
