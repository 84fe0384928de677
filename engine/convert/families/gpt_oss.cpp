// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "convert/decoder.h"

// gpt-oss: attention sinks, a window in every other layer, and experts that are published in MXFP4
// blocks, which stay as they are; only the places of the values in a block differ. Gate and up
// matrices are one in the checkpoint, their rows taking turns.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
  describeWindow(d);
  describeExperts(d);
  d.out.setUint32(d.key("expert_feed_forward_length"), d.facts.feedForward);
  describeWindowedLayers(d, [](std::uint32_t layer) { return layer % 2 == 0; });
  constexpr float kLimit = 7;  // of the activation; GGUF has no key for it
  if (d.config.positive({"swiglu_limit"}).value_or(kLimit) != kLimit) {
    d.config.unsupported("The model limits its activation otherwise than its family does.");
  }
}

// Every other row of each matrix (or value of a row), from the first or the second on.
OutputTensor everyOther(OutputTensor tensor, std::uint64_t first, std::size_t dimension) {
  auto dims = tensor.dims;
  if (dims.size() <= dimension || dims[dimension] % 2 != 0) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("Tensor '{}' does not hold gate and up side by side.", tensor.name));
  }
  dims[dimension] /= 2;
  return pickRows(std::move(tensor), std::move(dims),
                  [first](std::uint64_t row) { return 2 * row + first; });
}

template <std::uint64_t first>
OutputTensor plainPart(const ChangeInput& input) {
  return everyOther(transposeMatrices(keep(input)), first, 1);
}
OutputTensor plainDown(const ChangeInput& input) { return transposeMatrices(keep(input)); }

// [experts, 2 × width] to [experts, width].
template <std::uint64_t first>
OutputTensor biasPart(const ChangeInput& input) {
  OutputTensor tensor = keep(input);
  if (tensor.dims.size() != 2 || tensor.dims[0] % 2 != 0) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("Tensor '{}' does not hold gate and up side by side.", tensor.name));
  }
  auto row = std::make_shared<std::vector<float>>(tensor.dims[0]);
  tensor.dims[0] /= 2;
  tensor.readRow = [read = std::move(tensor.readRow), row, width = tensor.dims[0]](
                       std::uint64_t expert, float* values) {
    read(expert, row->data());
    for (std::uint64_t i = 0; i < width; ++i) values[i] = (*row)[2 * i + first];
  };
  return tensor;
}

constexpr std::uint64_t kBlockValues = 32;
constexpr std::uint64_t kPackedBytes = 16;
constexpr const char* kBlocksEnd = "_blocks";

// The scales that belong to a tensor of blocks.
const formats::SafeTensor& scalesOf(const formats::SafeTensor& blocks,
                                    const formats::Checkpoint& checkpoint) {
  const std::string stem =
      blocks.name.substr(0, blocks.name.size() - std::string_view(kBlocksEnd).size());
  const formats::SafeTensor* const scales = checkpoint.find(stem + "_scales");
  const bool fits = scales != nullptr && blocks.shape.size() == 4 &&
                    blocks.shape[3] == kPackedBytes && scales->shape.size() == 3 &&
                    std::equal(scales->shape.begin(), scales->shape.end(), blocks.shape.begin()) &&
                    std::string_view(blocks.dtype->name) == "U8" &&
                    std::string_view(scales->dtype->name) == "U8" && !scales->data.empty();
  if (fits) return *scales;
  throw Error(ErrorCode::Corrupt,
              fmt::format("The MXFP4 blocks '{}' do not fit their scales.", blocks.name));
}

const quant::BlockType& mxfp4() {
  const quant::BlockType* const type = quant::findBlockType("MXFP4");
  if (type != nullptr) return *type;
  throw Error(ErrorCode::Unsupported, "This version of Alcove cannot keep MXFP4 blocks.");
}

// One block: the scale, then sixteen bytes. The checkpoint's bytes hold neighbours; GGUF's hold
// values that are half a block apart.
void copyBlock(std::byte scale, const std::byte* packed, std::byte* block) {
  const auto value = [packed](std::uint64_t i) {
    return std::to_integer<unsigned>(packed[i / 2]) >> (i % 2 * 4) & 15u;
  };
  block[0] = scale;
  for (std::uint64_t i = 0; i < kPackedBytes; ++i) {
    block[1 + i] = std::byte(value(i) | value(i + kPackedBytes) << 4);
  }
}

// Rows first, first + step, … of the blocks.
template <std::uint64_t step, std::uint64_t first>
OutputTensor blocksPart(const ChangeInput& input) {
  const formats::SafeTensor& blocks = *input.tensors.front();
  const formats::SafeTensor& scales = scalesOf(blocks, input.checkpoint);
  if (blocks.shape[1] % step != 0) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("Tensor '{}' does not hold gate and up side by side.", blocks.name));
  }
  OutputTensor out;
  out.name = blocks.name;
  out.blocks = &mxfp4();
  const std::uint64_t inRow = blocks.shape[2];
  out.dims = {inRow * kBlockValues, blocks.shape[1] / step, blocks.shape[0]};
  out.copyRow = [inRow, size = out.blocks->blockBytes, packed = blocks.data.data(),
                 scale = scales.data.data()](std::uint64_t row, std::byte* bytes) {
    const std::uint64_t from = (row * step + first) * inRow;
    for (std::uint64_t i = 0; i < inRow; ++i) {
      copyBlock(scale[from + i], packed + (from + i) * kPackedBytes, bytes + i * size);
    }
  };
  return out;
}

std::vector<NameRule> names() {
  static const NameRule own[] = {
      {"model.layers.{L}.input_layernorm.weight", "blk.{L}.attn_norm.weight", keep},
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.post_attention_norm.weight",
       keep},
      {"model.layers.{L}.self_attn.sinks", "blk.{L}.attn_sinks.weight", keep},
      {"model.layers.{L}.mlp.router.weight", "blk.{L}.ffn_gate_inp.weight", keep},
      {"model.layers.{L}.mlp.router.bias", "blk.{L}.ffn_gate_inp.bias", keep},
      {"model.layers.{L}.mlp.experts.gate_up_proj_bias", "blk.{L}.ffn_gate_exps.bias", biasPart<0>},
      {"model.layers.{L}.mlp.experts.gate_up_proj_bias", "blk.{L}.ffn_up_exps.bias", biasPart<1>},
      {"model.layers.{L}.mlp.experts.down_proj_bias", "blk.{L}.ffn_down_exps.bias", keep},
      {"model.layers.{L}.mlp.experts.gate_up_proj_blocks", "blk.{L}.ffn_gate_exps.weight",
       blocksPart<2, 0>, true},
      {"model.layers.{L}.mlp.experts.gate_up_proj_blocks", "blk.{L}.ffn_up_exps.weight",
       blocksPart<2, 1>, true},
      {"model.layers.{L}.mlp.experts.down_proj_blocks", "blk.{L}.ffn_down_exps.weight",
       blocksPart<1, 0>, true},
      {"model.layers.{L}.mlp.experts.gate_up_proj_scales", "", keep, true},
      {"model.layers.{L}.mlp.experts.down_proj_scales", "", keep, true},
      {"model.layers.{L}.mlp.experts.gate_up_proj", "blk.{L}.ffn_gate_exps.weight", plainPart<0>,
       true},
      {"model.layers.{L}.mlp.experts.gate_up_proj", "blk.{L}.ffn_up_exps.weight", plainPart<1>,
       true},
      {"model.layers.{L}.mlp.experts.down_proj", "blk.{L}.ffn_down_exps.weight", plainDown, true},
  };
  return joinRules({embeddingNames(), attentionNames(), own});
}

}  // namespace

extern const Family kGptOss;
const Family kGptOss = {{"GptOssForCausalLM"}, "gpt-oss", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
