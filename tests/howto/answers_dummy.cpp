// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/named_call.h"
#include "chat/answers/parsers.h"
#include "chat/answers/region_parser.h"

namespace alcove::chat::answers {
namespace {

// A form that nobody has: (call NAME: {…}).
class DummyCalls final : public StepReader {
  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    if (out.inCall()) return settle(m_call.arguments(input, ended, out), Next::Done);
    const Status status = m_call.head(input, ended, ":");
    if (status != Status::Done) return settle(status, Next::Step);
    return settle(m_call.begin(trimmed(m_call.text()), out), Next::Step);
  }
};

std::unique_ptr<CallReader> dummyCalls(const Marks&) { return std::make_unique<DummyCalls>(); }

}  // namespace

std::unique_ptr<AnswerParser> dummyParser(const AnswerSetup& setup) {
  const std::vector<Region> regions = {
      {Region::Kind::Calls, "(call ", ")", dummyCalls, false, false}};
  return std::make_unique<RegionParser>(setup, regions, CallIds::Call);
}

}  // namespace alcove::chat::answers
