// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answers/call_reader.h"

namespace alcove::chat::answers {

// A stretch of an answer that is no plain content, and how it is told.
struct Region {
  enum class Kind { Reasoning, Calls, Dropped };  // Dropped: the mark alone, which says nothing
  Kind kind = Kind::Calls;
  std::string_view open;
  std::string_view close;  // empty: Calls end by themselves
  MakeReader reader = nullptr;
  bool atStart = false;    // only where no content came before
  bool keepsOpen = false;  // the mark belongs to what the reader reads
};

// Splits an answer into content and regions. Where two marks fit, the longer one does.
class RegionParser final : public AnswerParser {
 public:
  // Regions of calls count only if tools were given. `primed`: what the prompt has already written
  // of the answer.
  RegionParser(const AnswerSetup& setup, const std::vector<Region>& regions, CallIds ids,
               std::string_view primed = {});

  std::vector<AnswerPiece> feed(std::string_view text) override;
  std::vector<AnswerPiece> feedControl(std::string_view spelling) override;
  std::vector<AnswerPiece> finish() override;

 private:
  struct ActiveRegion {
    Region region;
    std::string open;  // with their control tokens marked
    std::string close;
  };
  enum class State { Text, Reasoning, Calls, Closing };

  void run();
  bool stepText(std::string_view& rest);
  bool stepReasoning(std::string_view& rest);
  bool stepCalls(std::string_view& rest);
  bool stepClosing(std::string_view& rest);
  void enter(const ActiveRegion& region);
  void startReader();
  void giveUp(const std::string& problem);
  [[nodiscard]] bool allowed(const ActiveRegion& region) const;
  // The region whose mark begins `text`; null for none. `waits`: more text would decide.
  [[nodiscard]] const ActiveRegion* markAt(std::string_view text, bool& waits) const;

  Marks m_marks;
  PieceWriter m_out;
  std::vector<ActiveRegion> m_regions;
  std::string m_first;  // bytes that marks begin with
  std::string m_input;  // not consumed yet
  bool m_ended = false;
  State m_state = State::Text;
  const ActiveRegion* m_region = nullptr;
  std::unique_ptr<CallReader> m_reader;
  std::string m_raw;       // consumed since the last whole call
  bool m_repeats = false;  // the reader is not the region's first
};

}  // namespace alcove::chat::answers
