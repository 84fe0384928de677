// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "formats/gguf_file.h"

namespace alcove::adapters {
namespace {

using Text = std::vector<std::int32_t>;

// One model, one text at a time.
class Runner {
 public:
  Runner(const ProofSide& side, int threads, std::size_t longest)
      : m_side(side), m_model(models::Model::load(side.file, options(threads, longest))) {
    const std::uint32_t perBlock = m_model->kvLayout().blockTokens;
    m_blocks.resize((longest + perBlock - 1) / perBlock);
    std::iota(m_blocks.begin(), m_blocks.end(), 0u);
    m_cache = m_model->makeCache(std::uint32_t(m_blocks.size()));
  }

  [[nodiscard]] std::size_t width() const {
    return m_model->generates() ? m_model->vocabularySize() : m_model->embeddingSize();
  }
  [[nodiscard]] bool generates() const { return m_model->generates(); }

  // At all positions of text[start …], those before being in the cache.
  std::vector<float> run(const Text& text, std::size_t start) {
    const std::span<const std::int32_t> tokens = std::span(text).subspan(start);
    models::BatchSequence sequence;
    sequence.count = std::uint32_t(tokens.size());
    sequence.start = std::uint32_t(start);
    sequence.blockTable = m_blocks;
    sequence.length = std::uint32_t(m_blocks.size()) * m_model->kvLayout().blockTokens;
    sequence.adapters = m_side.adapters;
    std::vector<std::uint32_t> outputs(tokens.size());
    std::iota(outputs.begin(), outputs.end(), 0u);
    std::vector<float> values(tokens.size() * width());
    m_model->forward({tokens,
                      {&sequence, 1},
                      outputs,
                      generates() ? models::Output::Logits : models::Output::Hidden},
                     *m_cache, values);
    return values;
  }

 private:
  static models::ModelOptions options(int threads, std::size_t longest) {
    models::ModelOptions result;
    result.threads = threads;
    result.exactWeights = result.deterministic = true;
    result.maxBatchTokens = std::uint32_t(longest);
    return result;
  }

  const ProofSide& m_side;
  std::unique_ptr<models::Model> m_model;
  std::vector<cache::BlockId> m_blocks;
  std::unique_ptr<cache::KvPool> m_cache;
};

std::size_t bestOf(std::span<const float> logits) {
  return std::size_t(std::ranges::max_element(logits) - logits.begin());
}

double largestOf(std::span<const float> values) {
  double most = 0;
  for (const float value : values) most = std::max(most, std::abs(double(value)));
  return most;
}

// log Σ exp
double logSum(std::span<const float> logits) {
  const double best = double(logits[bestOf(logits)]);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(double(logit) - best);
  return std::log(sum) + best;
}

double divergence(std::span<const float> one, std::span<const float> other) {
  const double sumOne = logSum(one), sumOther = logSum(other);
  double result = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double logOne = double(one[i]) - sumOne;
    result += std::exp(logOne) * (logOne - (double(other[i]) - sumOther));
  }
  return result;
}

// What the reference said to one text.
struct Answered {
  Text tokens;  // with its answer
  std::vector<float> values;
};

Answered answer(Runner& runner, Text text, std::uint32_t answerTokens) {
  Answered result{std::move(text), {}};
  result.values = runner.run(result.tokens, 0);
  if (!runner.generates()) return result;
  const std::size_t width = runner.width();
  for (std::uint32_t i = 0; i < answerTokens; ++i) {
    const auto last = std::span<const float>(result.values).last(width);
    result.tokens.push_back(std::int32_t(bestOf(last)));
    const std::vector<float> next = runner.run(result.tokens, result.tokens.size() - 1);
    result.values.insert(result.values.end(), next.begin(), next.end());
  }
  return result;
}

// `prompt` tokens of the text are not the reference's own.
void compare(const Answered& reference, const std::vector<float>& found, std::size_t width,
             std::size_t prompt, ProofResult& result) {
  const double largest = std::max(largestOf(reference.values), 1e-30);
  bool same = true;
  for (std::size_t at = 0; at < reference.tokens.size(); ++at) {
    const auto one = std::span<const float>(reference.values).subspan(at * width, width);
    const auto other = std::span<const float>(found).subspan(at * width, width);
    double gap = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const double difference = std::abs(double(one[i]) - double(other[i])) / largest;
      gap = std::isfinite(difference) ? std::max(gap, difference) : INFINITY;
    }
    result.gap = std::max(result.gap, gap);
    result.meanDivergence += std::isfinite(gap) ? divergence(one, other) : INFINITY;
    const bool sameBest = bestOf(one) == bestOf(other);
    result.sameBest += sameBest ? 1 : 0;
    if (at + 1 >= prompt) same = same && sameBest;
    ++result.positions;
  }
  result.sameAnswers += same ? 1 : 0;
  ++result.texts;
}

}  // namespace

ProofBound boundFor(const quant::BlockType& type) {
  if (&type == &quant::kF32) return {1e-4, 0};
  if (&type == &quant::kF16) return {1e-2, 0};
  const double bits = 8.0 * type.blockBytes / type.blockValues;
  if (bits > 8) return {0, 0.01};
  if (bits > 5) return {0, 0.05};
  if (bits > 4) return {0, 0.2};
  return {0, 1};
}

std::string ProofResult::refusal(const ProofBound& bound) const {
  if (bound.gap > 0 && !(gap <= bound.gap))
    return fmt::format(
        "logits differ by up to {:.2g} of the largest, and {:.2g} is what the type allows", gap,
        bound.gap);
  if (bound.meanDivergence > 0 && !(meanDivergence <= bound.meanDivergence))
    return fmt::format("the divergence is {:.3g} per token, and {:.2g} is what the type allows",
                       meanDivergence, bound.meanDivergence);
  return {};
}

ProofResult compareModels(const ProofSide& reference, const ProofSide& candidate,
                          const std::vector<Text>& texts, std::uint32_t answerTokens, int threads) {
  std::size_t longest = 0;
  for (const Text& text : texts) longest = std::max(longest, text.size() + answerTokens);
  std::vector<Answered> answers;
  {
    Runner runner(reference, threads, longest);
    for (const Text& text : texts) answers.push_back(answer(runner, text, answerTokens));
  }
  Runner runner(candidate, threads, longest);
  ProofResult result;
  for (std::size_t i = 0; i < texts.size(); ++i)
    compare(answers[i], runner.run(answers[i].tokens, 0), runner.width(), texts[i].size(), result);
  result.meanDivergence /= double(std::max<std::size_t>(1, result.positions));
  return result;
}

std::vector<Text> spreadTexts(std::uint32_t vocabulary) {
  static constexpr std::size_t kTexts = 4, kTokens = 16;
  std::uint64_t state = 1;
  std::vector<Text> texts(kTexts);
  for (Text& text : texts)
    for (std::size_t i = 0; i < kTokens; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;  // Knuth's
      text.push_back(std::int32_t((state >> 33) % vocabulary));
    }
  return texts;
}

}  // namespace alcove::adapters
