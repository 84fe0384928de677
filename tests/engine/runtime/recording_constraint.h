// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "sampling/constraint.h"

namespace alcove::runtime {

// Forbids nothing, and keeps a hash of the very bits of all logits that tokens were drawn from.
class RecordingConstraint final : public sampling::Constraint {
 public:
  void mask(std::span<float> logits) override {
    std::uint64_t hash = 14695981039346656037u;  // FNV-1a over whole floats
    for (const float logit : logits) {
      std::uint32_t bits;
      std::memcpy(&bits, &logit, sizeof bits);
      hash = (hash ^ bits) * 1099511628211u;
    }
    hashes.push_back(hash);
  }
  void accept(std::int32_t) override {}
  [[nodiscard]] bool complete() const override { return true; }
  [[nodiscard]] bool finished() const override { return false; }
  [[nodiscard]] std::unique_ptr<Constraint> clone() const override {
    return std::make_unique<RecordingConstraint>(*this);
  }

  std::vector<std::uint64_t> hashes;
};

}  // namespace alcove::runtime
