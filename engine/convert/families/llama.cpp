// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// Llama 1 to 3, CodeLlama, Yi, Mistral and what shares their form. GGUF's llama turns neighbouring
// values together where the checkpoint turns the halves of a head, so query and key rows change
// places.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
  describeWindow(d);
  d.out.setUint32(d.key("rope.dimension_count"), d.facts.headDim);
}

std::vector<NameRule> names() {
  return joinRules({embeddingNames(), preNormNames(), interleavedNames(), gatedMlpNames()});
}

}  // namespace

extern const Family kLlama;
const Family kLlama = {
    {"LlamaForCausalLM", "LLaMAForCausalLM", "LlamaModel", "MistralForCausalLM", "MistralModel"},
    "llama",
    describe,
    names,
    canonicalDecoderName};

}  // namespace alcove::convert
