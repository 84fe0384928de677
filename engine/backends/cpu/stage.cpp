// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/stage.h"

#include <algorithm>
#include <cstddef>

#include "base/assert.h"

namespace alcove::backends::cpu {
namespace {

// More would only cost time: the last part to be finished is a small piece of the whole already.
constexpr std::int64_t kMostPartsPerThread = 64;

std::size_t bytesOf(const Step& step) {
  std::size_t bytes = step.constantBytes;
  for (const Access& access : step.accesses)
    if (!access.shared) bytes += access.end - access.begin;
  return bytes;
}

// As many parts as are worth it, with as many for every thread.
std::int64_t partsFor(std::span<const Step* const> steps, const Division& division) {
  const std::int64_t threads = division.threads;
  if (threads == 1) return 1;
  std::size_t bytes = 0;
  std::int64_t least = 1;
  for (const Step* step : steps) {
    bytes += bytesOf(*step);
    least = std::max(least, step->leastUnits);
  }
  const std::int64_t most =
      std::min(std::int64_t(bytes / division.partBytes), steps.front()->units / least);
  const std::int64_t parts = std::clamp<std::int64_t>(most, 1, threads * kMostPartsPerThread);
  return parts < threads ? parts : parts / threads * threads;
}

// The steps between two barriers, those that are divided alike together.
std::vector<std::vector<const Step*>> alike(std::span<const Step> steps) {
  std::vector<std::vector<const Step*>> result;
  for (const Step& step : steps) {
    const auto found = std::ranges::find_if(
        result, [&](const auto& strand) { return dividedAlike(*strand.front(), step); });
    if (found == result.end())
      result.push_back({&step});
    else
      found->push_back(&step);
  }
  return result;
}

}  // namespace

Strand::Strand(std::vector<const Step*> steps, const Division& division)
    : m_steps(std::move(steps)) {
  const std::int64_t wanted = m_steps.front()->unitsOfBatch ? division.threads * kMostPartsPerThread
                                                            : partsFor(m_steps, division);
  m_parts = int(std::min<std::int64_t>(wanted, division.mostParts));
}

std::int64_t Strand::units() const {
  const Step& first = *m_steps.front();
  return first.unitsOfBatch ? first.unitsOfBatch() : first.units;
}

int Strand::parts() const { return int(std::min<std::int64_t>(m_parts, units())); }

void Strand::run(int part, const ops::BatchView& batch, std::byte* scratch) const {
  const std::int64_t count = units(), parts = std::min<std::int64_t>(m_parts, count);
  const StepContext context{batch, scratch, {count * part / parts, count * (part + 1) / parts}};
  for (const Step* step : m_steps) step->run(context);
}

int Stage::parts() const {
  int sum = 0;
  for (const Strand& strand : strands) sum += strand.parts();
  return sum;
}

void Stage::run(int part, const ops::BatchView& batch, std::byte* scratch) const {
  for (const Strand& strand : strands) {
    const int parts = strand.parts();
    if (part < parts) return strand.run(part, batch, scratch);
    part -= parts;
  }
}

std::vector<Stage> stagesOf(std::span<const Step> steps, const Division& division) {
  std::vector<Stage> stages;
  while (!steps.empty()) {
    const auto next =
        std::find_if(steps.begin() + 1, steps.end(), [](const Step& step) { return step.barrier; });
    const auto count = std::size_t(next - steps.begin());
    const auto strands = alike(steps.first(count));
    ALCOVE_ASSERT(strands.size() <= std::size_t(division.mostParts));
    Division ofStrand = division;
    ofStrand.mostParts /= int(strands.size());
    Stage& stage = stages.emplace_back();
    for (const auto& strand : strands) stage.strands.emplace_back(strand, ofStrand);
    steps = steps.subspan(count);
  }
  return stages;
}

}  // namespace alcove::backends::cpu
