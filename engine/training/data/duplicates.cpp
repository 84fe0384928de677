// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/duplicates.h"

#include <numeric>
#include <unordered_map>

#include "base/sha256.h"
#include "training/data/likeness.h"

namespace alcove::training {
namespace {

// The root of a record's group, shortening the way to it.
std::size_t rootOf(std::vector<std::size_t>& group, std::size_t record) {
  while (group[record] != record) record = group[record] = group[group[record]];
  return record;
}

}  // namespace

std::string comparedText(const Record& record) {
  if (record.isText()) return record.text;
  std::string text;
  for (const Message& message : record.messages)
    if (message.role != "system") text += message.content + '\n';
  return text;
}

Duplicates findDuplicates(std::span<const Record> records) {
  Duplicates found;
  found.group.resize(records.size());
  std::iota(found.group.begin(), found.group.end(), std::size_t(0));
  std::unordered_map<std::string, std::size_t> exact;
  LikenessIndex near;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto [earlier, isNew] = exact.emplace(base::sha256Hex(contentOf(records[i])), i);
    if (!isNew) {
      found.pairs.push_back({i, earlier->second, true, 1});
    } else if (const auto match = near.findThenAdd(i, comparedText(records[i]))) {
      found.pairs.push_back({i, match->id, false, match->likeness});
    }
  }
  for (const Duplicates::Pair& pair : found.pairs)
    found.group[rootOf(found.group, pair.record)] = rootOf(found.group, pair.earlier);
  for (std::size_t i = 0; i < records.size(); ++i) found.group[i] = rootOf(found.group, i);
  found.isComplete = !near.isExhausted();
  return found;
}

}  // namespace alcove::training
