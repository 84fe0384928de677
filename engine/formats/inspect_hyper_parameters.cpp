// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

#include "formats/inspect_checks.h"

namespace alcove::formats {
namespace {

// The hyper-parameters that every decoder shares; keys begin with the architecture's name.
class HyperParameters {
 public:
  HyperParameters(const ReadModel& model, std::string_view architecture, ProblemList& problems)
      : m_model(model), m_prefix(std::string(architecture) + "."), m_problems(problems) {}

  void check() {
    checkRequired();
    checkContext();
    checkBlocks();
    checkHeads();
    checkNumbers();
  }

 private:
  // Nothing if the key is absent, is an array with one value per block, or is not a number at all
  // (then a problem).
  std::optional<std::uint64_t> uint(const char* name) {
    const std::string key = m_prefix + name;
    const GgufValue* const value = m_model.values.find(key);
    if (value == nullptr || value->type == GgufType::Array) return std::nullopt;
    std::optional<std::uint64_t> result;
    m_problems.attempt([&] { result = m_model.values.uint(key); });
    return result;
  }

  void error(const char* name, std::string_view sentence) {
    m_problems.error(sentence, m_prefix + name);
  }

  void checkRequired() {
    for (const char* name : {"block_count", "embedding_length", "context_length"}) {
      if (m_model.values.find(m_prefix + name) == nullptr) {
        error(name,
              fmt::format("The file lacks the metadata value {}.", inQuotes(m_prefix + name)));
      }
    }
  }

  void checkContext() {
    constexpr std::uint64_t kAbsurdTokens = 1u << 30;
    const auto tokens = uint("context_length");
    if (!tokens) return;
    if (*tokens == 0 || *tokens > kAbsurdTokens) {
      error("context_length",
            fmt::format("The file claims a context of {} tokens, which cannot be.", *tokens));
    }
  }

  void checkBlocks() {
    const auto blocks = uint("block_count");
    if (!blocks) return;
    // A block has at least one tensor of its own.
    if (*blocks == 0 || (m_model.complete && *blocks > m_model.tensors.size())) {
      error("block_count", fmt::format("The file claims {} blocks, but has {} tensors.", *blocks,
                                       m_model.tensors.size()));
    }
  }

  void checkHeads() {
    const auto width = uint("embedding_length");
    const auto heads = uint("attention.head_count");
    const auto kvHeads = uint("attention.head_count_kv");
    const auto keyLength = uint("attention.key_length");
    if (width && *width == 0) error("embedding_length", "The embedding length is zero.");
    if (!heads) return;
    if (*heads == 0) {
      error("attention.head_count", "The number of attention heads is zero.");
      return;
    }
    if (width && !keyLength && *width % *heads != 0) {
      error("attention.head_count",
            fmt::format("The embedding length {} cannot be divided into {} attention heads.",
                        *width, *heads));
    }
    if (kvHeads && (*kvHeads == 0 || *heads % *kvHeads != 0)) {
      error("attention.head_count_kv",
            fmt::format("{} attention heads cannot share {} key-value heads.", *heads, *kvHeads));
    }
    checkRope(keyLength ? keyLength : width ? std::optional(*width / *heads) : std::nullopt);
  }

  void checkRope(std::optional<std::uint64_t> headLength) {
    if (headLength && (*headLength == 0 || *headLength % 2 != 0)) {
      error("attention.key_length",
            fmt::format("An attention head of {} values cannot be rotated in pairs.", *headLength));
    }
    const auto rotated = uint("rope.dimension_count");
    if (rotated && headLength && *rotated > *headLength) {
      error("rope.dimension_count",
            fmt::format("{} dimensions are rotated, but an attention head has only {}.", *rotated,
                        *headLength));
    }
  }

  void checkPositive(const char* name, const char* words) {
    m_problems.attempt([&] {
      const auto value = m_model.values.number(m_prefix + name);
      if (!value || (std::isfinite(*value) && *value > 0)) return;
      error(name, fmt::format("The {} is {}, but must be above zero.", words, *value));
    });
  }

  void checkNumbers() {
    checkPositive("attention.layer_norm_rms_epsilon", "epsilon of the normalisation");
    checkPositive("attention.layer_norm_epsilon", "epsilon of the normalisation");
    checkPositive("rope.freq_base", "base of the rotation frequencies");
    checkPositive("rope.scaling.factor", "factor of the rotation scaling");
    const auto experts = uint("expert_count");
    const auto used = uint("expert_used_count");
    if (experts && used && *used > *experts) {
      error("expert_used_count",
            fmt::format("{} experts are used per token, but there are {}.", *used, *experts));
    }
  }

  const ReadModel& m_model;
  std::string m_prefix;
  ProblemList& m_problems;
};

}  // namespace

void checkHyperParameters(const ReadModel& model, ProblemList& problems) {
  problems.attempt([&] {
    const auto architecture = model.values.string("general.architecture");
    if (!architecture || architecture->empty()) {
      problems.error("The file does not name its architecture.", "general.architecture");
      return;
    }
    HyperParameters(model, *architecture, problems).check();
  });
}

}  // namespace alcove::formats
