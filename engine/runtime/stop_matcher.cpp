// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/stop_matcher.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/utf8.h"

namespace alcove::runtime {
namespace {

constexpr std::size_t kMostStops = 64;
constexpr std::size_t kLongestStop = 1024;  // bytes

// The longest end of `text` that `stop` begins with, `stop` itself excluded.
std::size_t possibleBeginning(std::string_view text, std::string_view stop) {
  for (std::size_t length = std::min(text.size(), stop.size() - 1); length > 0; --length)
    if (text.ends_with(stop.substr(0, length))) return length;
  return 0;
}

}  // namespace

StopMatcher::StopMatcher(std::vector<std::string> stops) : m_stops(std::move(stops)) {
  if (m_stops.size() > kMostStops)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("At most {} stop strings are possible; there are {}.", kMostStops,
                            m_stops.size()));
  for (const std::string& stop : m_stops) {
    if (stop.empty())
      throw Error(ErrorCode::InvalidArgument, "A stop string is empty; leave it out instead.");
    if (stop.size() > kLongestStop)
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("A stop string has {} bytes; at most {} are possible.", stop.size(),
                              kLongestStop));
    if (!formats::isUtf8(stop))
      throw Error(ErrorCode::InvalidArgument, "A stop string is not valid UTF-8.");
  }
}

std::string StopMatcher::push(std::string_view text) {
  if (m_matched != nullptr) return {};
  m_held += text;
  std::size_t where = std::string::npos;
  for (const std::string& stop : m_stops) {
    const std::size_t found = m_held.find(stop);
    if (found >= where) continue;
    where = found;
    m_matched = &stop;
  }
  std::size_t hold = 0;
  if (m_matched == nullptr)
    for (const std::string& stop : m_stops) hold = std::max(hold, possibleBeginning(m_held, stop));
  const std::size_t certain = m_matched != nullptr ? where : m_held.size() - hold;
  std::string out = m_held.substr(0, certain);
  m_held.erase(0, certain);
  return out;
}

std::string StopMatcher::flush() {
  return m_matched != nullptr ? std::string() : std::exchange(m_held, {});
}

}  // namespace alcove::runtime
