// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace alcove::sampling {

struct Candidate {
  std::int32_t id;
  float logit;
};

// What is left to draw from. Begins as the whole vocabulary, seen through the model's own logits;
// becomes a short list, best first, as soon as a filter asks for its best part. So a filter that
// looks at forty tokens never sorts 250,000. Equal logits rank by id, lowest first; a logit that
// is not a number counts as minus infinity. Lives for one draw.
class Candidates {
 public:
  // `logits` [vocabulary] may be changed. `scratch` is reused between draws and must outlive this.
  Candidates(std::span<float> logits, std::vector<Candidate>& scratch);

  [[nodiscard]] bool isWhole() const noexcept { return m_whole; }
  // The whole vocabulary's logits by id. REQUIRES: isWhole().
  [[nodiscard]] std::span<float> whole() const noexcept { return m_logits; }
  // The short list, best first. REQUIRES: !isWhole().
  [[nodiscard]] std::span<Candidate> list() const noexcept { return m_list; }

  [[nodiscard]] std::size_t size() const noexcept {
    return m_whole ? m_logits.size() : m_list.size();
  }

  // The best candidate. Its logit is minus infinity if there is no number among them all.
  [[nodiscard]] Candidate best() const;

  // Calls visit(candidate) for each, by id or best first, until it returns false.
  template <class Visit>
  void forEach(Visit visit) const {
    if (m_whole) {
      for (std::size_t id = 0; id < m_logits.size(); ++id)
        if (!visit(Candidate{std::int32_t(id), m_logits[id]})) return;
    } else {
      for (const Candidate& candidate : m_list)
        if (!visit(candidate)) return;
    }
  }

  // Keeps exactly these, which are some of the present ones, in any order; at least one.
  void keep(std::vector<Candidate> some);
  // Keeps the `count` best, as a list.
  void keepBest(std::size_t count);
  // Keeps those with at least this logit, as a list; always the best one.
  void keepAtLeast(float logit);

 private:
  std::span<float> m_logits;
  std::vector<Candidate>& m_list;
  bool m_whole = true;
};

}  // namespace alcove::sampling
