// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/qwen.h"

// Qwen 3 with experts.

namespace alcove::convert {
namespace {

void describe(Description& d) { describeQwenExperts(d, true); }

std::vector<NameRule> names() {
  return joinRules(
      {embeddingNames(), preNormNames(), attentionNames(), headNormNames(), qwenExpertNames()});
}

}  // namespace

extern const Family kQwen3Moe;
const Family kQwen3Moe = {
    {"Qwen3MoeForCausalLM"}, "qwen3moe", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
