// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/model_config.h"

namespace alcove::models {
namespace {

constexpr std::uint64_t kMaxWidth = 1u << 22;

void refuse(const ConfigReader& reader, const std::string& sentence) {
  throw Error(ErrorCode::Unsupported, sentence, reader.file().path().string());
}

// The numbers that files have for the ways to score.
ops::MoeRouterAttributes readRouter(const ConfigReader& reader, bool renormalize) {
  enum { kSoftmax = 1, kSigmoid = 2, kSoftmaxOfChosen = 3 };
  ops::MoeRouterAttributes router;
  const std::uint32_t scoring = reader.optional("expert_gating_func", kSoftmax, 0, UINT32_MAX);
  if (scoring == kSigmoid)
    router.scoring = ops::RouterScoring::Sigmoid;
  else if (scoring > kSoftmaxOfChosen)
    refuse(reader, fmt::format("The model chooses its experts by rule {}, which is not known here.",
                               scoring));
  if (reader.optional("expert_group_count", 0, 0, ops::kMaxExperts) > 1)
    refuse(reader, "The model chooses its experts by groups, which this version cannot do.");
  router.renormalize =
      scoring == kSoftmaxOfChosen || reader.optionalFlag("expert_weights_norm", renormalize);
  router.scale = reader.optionalPositive("expert_weights_scale", 1);
  return router;
}

}  // namespace

ExpertConfig readExperts(const ConfigReader& reader, const ExpertRule& rule) {
  if (reader.file().findTensor("blk.0.ffn_gate.0.weight"))
    refuse(reader,
           "The file keeps each expert in a tensor of its own, as files from before April 2024 do; "
           "convert the model again.");
  ExpertConfig experts;
  experts.count = reader.require("expert_count", 1, ops::kMaxExperts);
  experts.router = readRouter(reader, rule.renormalize);
  experts.router.used = std::int32_t(reader.require("expert_used_count", 1, experts.count));
  experts.feedForward =
      reader.optional("expert_feed_forward_length", rule.feedForward, 1, kMaxWidth);
  experts.sharedFeedForward =
      reader.optional("expert_shared_feed_forward_length", rule.sharedFeedForward, 1, kMaxWidth);
  return experts;
}

}  // namespace alcove::models
