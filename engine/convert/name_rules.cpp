// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/name_rules.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>

namespace alcove::convert {
namespace {

constexpr std::string_view kLayer = "{L}";
constexpr std::string_view kExpert = "{E}";
constexpr std::int64_t kNone = -1;

struct Match {
  std::int64_t layer = kNone;
  std::int64_t expert = kNone;
};

// A decimal number without leading zeros at the front of `text`, taken off it.
std::optional<std::uint32_t> takeNumber(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = std::size_t(end - text.data());
  if (error != std::errc() || (length > 1 && text[0] == '0')) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

std::optional<Match> match(std::string_view pattern, std::string_view name) {
  Match result;
  while (!pattern.empty()) {
    const bool layer = pattern.starts_with(kLayer);
    if (layer || pattern.starts_with(kExpert)) {
      const auto number = takeNumber(name);
      if (!number) return std::nullopt;
      (layer ? result.layer : result.expert) = *number;
      pattern.remove_prefix(kLayer.size());
      continue;
    }
    if (name.empty() || name[0] != pattern[0]) return std::nullopt;
    pattern.remove_prefix(1);
    name.remove_prefix(1);
  }
  return name.empty() ? std::optional(result) : std::nullopt;
}

std::string withLayer(std::string_view pattern, std::int64_t layer) {
  std::string name(pattern);
  if (const auto at = name.find(kLayer); at != std::string::npos) {
    name.replace(at, kLayer.size(), std::to_string(layer));
  }
  return name;
}

[[noreturn]] void corrupt(std::string sentence) {
  throw Error(ErrorCode::Corrupt, std::move(sentence));
}

// The tensors of one rule in one layer, by expert.
using Group = std::map<std::int64_t, const formats::SafeTensor*>;
// In the order in which they are written: what has no layer first, then layer by layer.
using GroupKey = std::pair<std::int64_t, std::size_t>;  // layer, rule
using Groups = std::map<GroupKey, Group>;

void checkMatch(const Match& found, const std::string& name, const ModelFacts& facts) {
  if (found.layer >= facts.layers) {
    corrupt(
        fmt::format("Tensor '{}' belongs to layer {}, but the model has {} layers by its "
                    "config.json.",
                    name, found.layer, facts.layers));
  }
  if (found.expert >= facts.experts) {
    corrupt(
        fmt::format("Tensor '{}' belongs to expert {}, but the model has {} experts by its "
                    "config.json.",
                    name, found.expert, facts.experts));
  }
}

Groups groupTensors(std::span<const NameRule> rules, std::span<const NamedTensor> tensors,
                    const ModelFacts& facts) {
  Groups groups;
  for (const NamedTensor& named : tensors) {
    bool known = false;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      const auto found = match(rules[rule].from, named.name);
      if (!found) continue;
      known = true;
      checkMatch(*found, named.name, facts);
      if (!groups[{found->layer, rule}].emplace(found->expert, named.tensor).second) {
        corrupt(fmt::format("The tensor '{}' appears under two names.", named.name));
      }
    }
    if (!known) {
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The model has the tensor '{}', which its family should not have; it "
                              "is not converted, because leaving it out would change its answers.",
                              named.tensor->name));
    }
  }
  return groups;
}

// Every rule that is not optional has its tensor, in every layer.
void checkComplete(std::span<const NameRule> rules, const Groups& groups, const ModelFacts& facts) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    if (rules[rule].optional) continue;
    const bool layered = rules[rule].from.find(kLayer) != std::string_view::npos;
    const std::int64_t first = layered ? 0 : kNone;
    const std::int64_t end = layered ? facts.layers : 0;
    for (std::int64_t layer = first; layer < end; ++layer) {
      if (groups.contains({layer, rule})) continue;
      corrupt(fmt::format("The model lacks the tensor '{}'.", withLayer(rules[rule].from, layer)));
    }
  }
}

std::vector<const formats::SafeTensor*> tensorsOf(const Group& group, const NameRule& rule,
                                                  const ModelFacts& facts) {
  std::vector<const formats::SafeTensor*> tensors;
  for (const auto& [expert, tensor] : group) tensors.push_back(tensor);
  const bool experts = rule.from.find(kExpert) != std::string_view::npos;
  if (experts && tensors.size() != facts.experts) {
    corrupt(
        fmt::format("The model has {} experts by its config.json, but only {} of the tensors "
                    "beside '{}' are there.",
                    facts.experts, tensors.size(), tensors.front()->name));
  }
  return tensors;
}

OutputTensor interleaveFitting(const ChangeInput& input, std::uint64_t heads) {
  OutputTensor tensor = keep(input);
  if (tensor.dims.back() != heads * input.facts.headDim) {
    corrupt(
        fmt::format("Tensor '{}' does not fit the numbers of heads in config.json.", tensor.name));
  }
  return interleaveHeads(std::move(tensor), heads);
}

}  // namespace

OutputTensor keep(const ChangeInput& input) { return keepTensor(*input.tensors.front()); }
OutputTensor keepPlusOne(const ChangeInput& input) { return addOne(keep(input)); }
OutputTensor interleaveQuery(const ChangeInput& input) {
  return interleaveFitting(input, input.facts.heads);
}
OutputTensor interleaveKey(const ChangeInput& input) {
  return interleaveFitting(input, input.facts.kvHeads);
}
OutputTensor stackExperts(const ChangeInput& input) {
  std::vector<OutputTensor> experts;
  for (const formats::SafeTensor* tensor : input.tensors) experts.push_back(keepTensor(*tensor));
  return stackTensors(std::move(experts));
}

std::vector<NameRule> joinRules(std::initializer_list<std::span<const NameRule>> lists) {
  std::vector<NameRule> rules;
  for (const auto& list : lists) rules.insert(rules.end(), list.begin(), list.end());
  return rules;
}

std::vector<OutputTensor> applyRules(std::span<const NameRule> rules,
                                     std::span<const NamedTensor> tensors,
                                     const formats::Checkpoint& checkpoint,
                                     const ModelFacts& facts) {
  const Groups groups = groupTensors(rules, tensors, facts);
  checkComplete(rules, groups, facts);
  std::vector<OutputTensor> result;
  for (const auto& [key, group] : groups) {
    const auto& [layer, index] = key;
    const NameRule& rule = rules[index];
    if (rule.to.empty()) continue;
    const auto sources = tensorsOf(group, rule, facts);
    result.push_back(rule.change({sources, checkpoint, facts}));
    result.back().name = withLayer(rule.to, layer);
  }
  return result;
}

}  // namespace alcove::convert
