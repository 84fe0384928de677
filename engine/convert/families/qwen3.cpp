// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/qwen.h"

// Qwen 3: norms on the heads of queries and keys in place of Qwen 2's biases.

namespace alcove::convert {
namespace {

std::vector<NameRule> names() {
  return joinRules(
      {embeddingNames(), preNormNames(), attentionNames(), headNormNames(), gatedMlpNames()});
}

}  // namespace

extern const Family kQwen3;
const Family kQwen3 = {
    {"Qwen3ForCausalLM", "Qwen3Model"}, "qwen3", describeQwen, names, canonicalDecoderName};

}  // namespace alcove::convert
