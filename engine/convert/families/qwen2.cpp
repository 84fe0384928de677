// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/qwen.h"

// Qwen 1.5, 2 and 2.5: biases on queries, keys and values.

namespace alcove::convert {
namespace {

std::vector<NameRule> names() {
  return joinRules({embeddingNames(), preNormNames(), attentionNames(), gatedMlpNames()});
}

}  // namespace

extern const Family kQwen2;
const Family kQwen2 = {
    {"Qwen2ForCausalLM", "Qwen2Model"}, "qwen2", describeQwen, names, canonicalDecoderName};

}  // namespace alcove::convert
