// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/gemma.h"

// Gemma 2: soft-caps, and a window in every other layer, the first included.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  describeGemma(d);
  describeRope(d);
  describeWindow(d);
  describeWindowedLayers(d, [](std::uint32_t layer) { return layer % 2 == 0; });
  d.out.setFloat32(d.key("attn_logit_softcapping"),
                   d.config.requirePositive({"attn_logit_softcapping"}));
  d.out.setFloat32(d.key("final_logit_softcapping"),
                   d.config.requirePositive({"final_logit_softcapping"}));
}

std::vector<NameRule> names() {
  return joinRules(
      {gemmaEmbeddingNames(), gemmaSandwichNames(), attentionNames(), gatedMlpNames()});
}

}  // namespace

extern const Family kGemma2;
const Family kGemma2 = {{"Gemma2ForCausalLM"}, "gemma2", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
