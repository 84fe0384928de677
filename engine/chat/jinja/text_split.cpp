// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/text_split.h"

#include <algorithm>

#include "chat/jinja/value.h"

namespace alcove::chat::jinja {

namespace {

void requireSeparator(const Text* separator) {
  if (separator && separator->empty()) {
    failRendering("The chat template splits a text at nothing.");
  }
}

std::vector<TextView> splitAtSpace(TextView text, std::int64_t most) {
  std::vector<TextView> parts;
  text = strip(text, nullptr, true, false);
  while (!text.empty()) {
    if (most >= 0 && static_cast<std::int64_t>(parts.size()) == most) {
      parts.push_back(text);
      break;
    }
    const auto end = std::find_if(text.begin(), text.end(), isSpace);
    const auto length = static_cast<std::size_t>(end - text.begin());
    parts.push_back(text.substr(0, length));
    text = strip(text.substr(length), nullptr, true, false);
  }
  return parts;
}

std::vector<TextView> splitAtSpaceRight(TextView text, std::int64_t most) {
  std::vector<TextView> parts;
  text = strip(text, nullptr, false, true);
  while (!text.empty()) {
    if (most >= 0 && static_cast<std::int64_t>(parts.size()) == most) {
      parts.push_back(text);
      break;
    }
    std::size_t begin = text.size();
    while (begin > 0 && !isSpace(text[begin - 1])) --begin;
    parts.push_back(text.substr(begin));
    text = strip(text.substr(0, begin), nullptr, false, true);
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace

std::vector<TextView> split(TextView text, const Text* separator, std::int64_t most) {
  requireSeparator(separator);
  if (!separator) return splitAtSpace(text, most);
  std::vector<TextView> parts;
  std::size_t begin = 0;
  while (most < 0 || static_cast<std::int64_t>(parts.size()) < most) {
    const std::size_t at = findText(text, *separator, begin);
    if (at == TextView::npos) break;
    parts.push_back(text.substr(begin, at - begin));
    begin = at + separator->size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<TextView> splitRight(TextView text, const Text* separator, std::int64_t most) {
  requireSeparator(separator);
  if (!separator) return splitAtSpaceRight(text, most);
  // Positions from the right, found in the mirror image so that the search stays linear.
  const Text mirrored(text.rbegin(), text.rend());
  const Text mirroredSeparator(separator->rbegin(), separator->rend());
  std::vector<TextView> parts;
  std::size_t end = text.size();
  for (const TextView part : split(mirrored, &mirroredSeparator, most)) {
    parts.push_back(text.substr(end - part.size(), part.size()));
    end -= std::min(end, part.size() + separator->size());
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

Text replaced(Budget& budget, TextView text, const Text& before, const Text& after,
              std::int64_t most) {
  budget.make(text.size());
  Text result;
  std::size_t begin = 0;
  std::int64_t count = 0;
  if (before.empty()) {  // between all characters and at both ends
    for (; begin <= text.size() && (most < 0 || count < most); ++begin, ++count) {
      budget.make(after.size());
      result += after;
      if (begin < text.size()) result.push_back(text[begin]);
    }
    if (begin < text.size()) result += text.substr(begin);
    return result;
  }
  while (most < 0 || count < most) {
    const std::size_t at = findText(text, before, begin);
    if (at == TextView::npos) break;
    budget.make(after.size());
    result += text.substr(begin, at - begin);
    result += after;
    begin = at + before.size();
    ++count;
  }
  result += text.substr(begin);
  return result;
}

Text escapedForHtml(Budget& budget, TextView text) {
  static constexpr std::pair<char32_t, std::string_view> kEntities[] = {
      {U'&', "&amp;"}, {U'<', "&lt;"}, {U'>', "&gt;"}, {U'"', "&#34;"}, {U'\'', "&#39;"},
  };
  Text result;
  for (const char32_t c : text) {
    budget.make(1);
    const auto entity = std::find_if(std::begin(kEntities), std::end(kEntities),
                                     [c](const auto& row) { return row.first == plain(c); });
    if (entity == std::end(kEntities)) {
      result.push_back(c);
    } else {
      appendAscii(result, entity->second, c & kDataMark);
    }
  }
  return result;
}

Text titleCase(TextView text) {
  Text result;
  result.reserve(text.size());
  bool inWord = false;
  for (const char32_t c : text) {
    result.push_back(inWord ? toLower(c) : toUpper(c));
    inWord = isLetter(c);
  }
  return result;
}

}  // namespace alcove::chat::jinja
