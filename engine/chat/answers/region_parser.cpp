// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/region_parser.h"

#include <algorithm>
#include <utility>

#include "formats/utf8.h"

namespace alcove::chat::answers {
namespace {

constexpr const char* kNoCall = "The text between the marks of a call is no call.";

}  // namespace

RegionParser::RegionParser(const AnswerSetup& setup, const std::vector<Region>& regions,
                           CallIds ids, std::string_view primed)
    : m_marks(setup.tokenizer), m_out(setup, ids), m_first(1, kControlBegin), m_input(primed) {
  for (const Region& region : regions) {
    if (region.kind == Region::Kind::Calls && m_out.tools().empty()) continue;
    m_regions.push_back({region, m_marks(region.open), m_marks(region.close)});
    m_first += m_regions.back().open.front();
  }
  const std::string_view tail = trimmed(setup.promptTail);
  for (const ActiveRegion& active : m_regions) {
    if (active.region.kind == Region::Kind::Reasoning && tail.ends_with(active.region.open))
      enter(active);
  }
}

std::vector<AnswerPiece> RegionParser::feed(std::string_view text) {
  // The marks' bytes must never come from text.
  m_input += formats::isUtf8(text) ? std::string(text) : formats::toUtf8(text);
  run();
  return m_out.take(false);
}

std::vector<AnswerPiece> RegionParser::feedControl(std::string_view spelling) {
  m_input += controlMark(spelling);
  run();
  return m_out.take(false);
}

std::vector<AnswerPiece> RegionParser::finish() {
  m_ended = true;
  run();
  return m_out.take(true);
}

void RegionParser::run() {
  std::string_view rest = m_input;
  for (bool goesOn = true; goesOn;) {
    switch (m_state) {
      case State::Text:
        goesOn = stepText(rest);
        break;
      case State::Reasoning:
        goesOn = stepReasoning(rest);
        break;
      case State::Calls:
        goesOn = stepCalls(rest);
        break;
      case State::Closing:
        goesOn = stepClosing(rest);
        break;
    }
  }
  m_input.erase(0, m_input.size() - rest.size());
}

bool RegionParser::allowed(const ActiveRegion& region) const {
  return !region.region.atStart || (m_out.blank() && m_out.calls() == 0);
}

const RegionParser::ActiveRegion* RegionParser::markAt(std::string_view text, bool& waits) const {
  const ActiveRegion* found = nullptr;
  waits = false;
  for (const ActiveRegion& each : m_regions) {
    if (!allowed(each)) continue;
    if (!m_ended && mayBecome(text, each.open)) waits = true;
    const bool longer = found == nullptr || each.open.size() > found->open.size();
    if (text.starts_with(each.open) && longer) found = &each;
  }
  return found;
}

// Consumes up to and with the next mark; false if more text must come.
bool RegionParser::stepText(std::string_view& rest) {
  const std::size_t at = std::min(rest.find_first_of(m_first), rest.size());
  m_out.content(rest.substr(0, at));
  rest.remove_prefix(at);
  if (rest.empty()) return false;
  bool waits = false;
  const ActiveRegion* found = markAt(rest, waits);
  if (waits) return false;
  if (found != nullptr) {
    if (!found->region.keepsOpen) rest.remove_prefix(found->open.size());
    enter(*found);
    return true;
  }
  if (rest.front() == kControlBegin) {
    rest.remove_prefix(rest.find(kControlEnd) + 1);
    return true;
  }
  m_out.content(rest.substr(0, 1));
  rest.remove_prefix(1);
  return true;
}

bool RegionParser::stepReasoning(std::string_view& rest) {
  const std::string& close = m_region->close;
  const char stops[] = {close.front(), kControlBegin};
  const std::size_t at = std::min(rest.find_first_of(std::string_view(stops, 2)), rest.size());
  m_out.reasoning(rest.substr(0, at));
  rest.remove_prefix(at);
  if (rest.empty() || (!m_ended && mayBecome(rest, close))) return false;
  if (rest.starts_with(close)) {
    rest.remove_prefix(close.size());
    m_state = State::Text;
  } else if (rest.front() == kControlBegin) {
    rest.remove_prefix(rest.find(kControlEnd) + 1);
  } else {
    m_out.reasoning(rest.substr(0, 1));
    rest.remove_prefix(1);
  }
  return true;
}

void RegionParser::enter(const ActiveRegion& region) {
  m_region = &region;
  if (region.region.kind == Region::Kind::Reasoning) {
    m_out.reasoning({});
    m_state = State::Reasoning;
  } else if (region.region.kind == Region::Kind::Calls) {
    m_raw = region.region.keepsOpen ? std::string() : region.open;
    m_repeats = false;
    startReader();
  }
}

void RegionParser::startReader() {
  m_reader = m_region->region.reader(m_marks);
  m_state = State::Calls;
}

void RegionParser::giveUp(const std::string& problem) {
  if (m_out.inCall()) {
    m_out.endCall(problem);
  } else {
    m_out.refuse(std::exchange(m_raw, {}), problem);
  }
  m_raw.clear();
  m_state = State::Text;
}

bool RegionParser::stepCalls(std::string_view& rest) {
  const std::string_view before = rest;
  const std::size_t calls = m_out.calls();
  const bool wasInCall = m_out.inCall();
  const auto status = m_reader->read(rest, m_ended, m_out);
  if (m_out.calls() != calls || wasInCall) {
    m_raw.clear();
  } else {
    m_raw += before.substr(0, before.size() - rest.size());
  }
  switch (status) {
    case CallReader::Status::More:
      return false;
    case CallReader::Status::Again:
      return true;
    case CallReader::Status::Done:
      m_state = State::Closing;
      return true;
    case CallReader::Status::NotACall: {
      // What any text can begin with needs no explanation.
      const bool marked = !m_region->region.close.empty() && !m_repeats;
      giveUp(marked ? kNoCall : "");
      return true;
    }
    case CallReader::Status::Failed:
      giveUp(m_reader->problem());
      return true;
  }
  return false;
}

// Behind a call: the region's end, another call without marks of its own, or just text.
bool RegionParser::stepClosing(std::string_view& rest) {
  const std::string_view before = rest;
  skipSpace(rest);
  m_raw += before.substr(0, before.size() - rest.size());
  const std::string& close = m_region->close;
  if (rest.empty() || (!m_ended && mayBecome(rest, close))) {
    if (m_ended) m_state = State::Text;
    return false;
  }
  const bool closes = !close.empty() && rest.starts_with(close);
  if (closes) rest.remove_prefix(close.size());
  bool waits = false;
  const ActiveRegion* mark = closes ? nullptr : markAt(rest, waits);
  if (waits) return false;
  // Calls that end by themselves may be a series.
  const bool over =
      close.empty() && (!m_region->region.atStart ||
                        std::string_view(",;{[").find(rest.front()) == std::string_view::npos);
  if (closes || over || mark != nullptr || rest.front() == kControlBegin) {
    m_raw.clear();
    m_state = State::Text;
    return true;
  }
  if (rest.front() == ',' || rest.front() == ';') {
    m_raw += rest.front();
    rest.remove_prefix(1);
  }
  m_repeats = true;
  startReader();
  return true;
}

}  // namespace alcove::chat::answers
