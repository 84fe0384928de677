// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/split.h"

#include <alcove/error.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "base/sha256.h"
#include "training/data/duplicates.h"

namespace alcove::training {
namespace {

constexpr std::size_t kFewestRecords = 10;  // from which on some are held out

struct Group {
  std::string key;  // the smallest hash of what its records say
  std::vector<std::size_t> records;
};

std::vector<Group> groupsByHash(std::span<const Record> records,
                                std::span<const std::size_t> candidates,
                                const Duplicates& duplicates) {
  std::map<std::size_t, Group> groups;
  for (const std::size_t i : candidates) {
    Group& group = groups[duplicates.group[i]];
    std::string hash = base::sha256Hex(contentOf(records[i]));
    if (group.records.empty() || hash < group.key) group.key = std::move(hash);
    group.records.push_back(i);
  }
  std::vector<Group> sorted;
  sorted.reserve(groups.size());
  for (auto& [root, group] : groups) sorted.push_back(std::move(group));
  std::ranges::sort(sorted, {}, &Group::key);
  return sorted;
}

std::vector<std::size_t> heldOutOf(const std::vector<Group>& groups, std::size_t count,
                                   double share) {
  const auto wanted =
      std::clamp<std::size_t>(std::size_t(std::llround(share * double(count))), 1, count - 1);
  std::vector<std::size_t> heldOut;
  const auto take = [&](const Group& group) {
    heldOut.insert(heldOut.end(), group.records.begin(), group.records.end());
  };
  for (const Group& group : groups)
    if (heldOut.size() + group.records.size() <= wanted) take(group);
  if (!heldOut.empty()) return heldOut;
  // All groups are larger than the share; the smallest will do if it leaves enough to learn from.
  const auto smallest =
      std::ranges::min_element(groups, {}, [](const Group& group) { return group.records.size(); });
  if (smallest->records.size() <= count / 2) take(*smallest);
  return heldOut;
}

}  // namespace

Split splitRecords(std::span<const Record> records, std::span<const std::size_t> candidates,
                   const Duplicates& duplicates, double share) {
  if (!(share >= 0 && share < 1))
    throw Error(ErrorCode::InvalidArgument,
                "The share of held-out examples should be at least 0 and less than 1.");
  std::vector<bool> isHeldOut(records.size(), false);
  if (candidates.size() >= kFewestRecords && share > 0)
    for (const std::size_t record :
         heldOutOf(groupsByHash(records, candidates, duplicates), candidates.size(), share))
      isHeldOut[record] = true;
  Split split;
  for (const std::size_t record : candidates)
    (isHeldOut[record] ? split.heldOut : split.training).push_back(record);
  return split;
}

Split splitRecords(std::span<const Record> records, double share) {
  std::vector<std::size_t> all(records.size());
  std::iota(all.begin(), all.end(), std::size_t(0));
  return splitRecords(records, all, findDuplicates(records), share);
}

}  // namespace alcove::training
