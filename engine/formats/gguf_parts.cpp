// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_parts.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_cursor.h"

namespace alcove::formats {
namespace {

std::string partEnding(std::uint64_t number, std::uint64_t count) {
  return fmt::format("-{:05}-of-{:05}.gguf", number + 1, count);
}

std::string_view architectureOf(const GgufHeader& header) {
  const GgufValue* const value = findValue(header, "general.architecture");
  if (value == nullptr || value->type != GgufType::String) return {};
  return {reinterpret_cast<const char*>(value->bytes.data()), value->bytes.size()};
}

}  // namespace

std::vector<std::filesystem::path> partPaths(const std::filesystem::path& path,
                                             const GgufSplit& split) {
  const std::string name = path.filename().string();
  const std::string ending = partEnding(split.number, split.count);
  if (!name.ends_with(ending)) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("This is part {} of {} of a split model, but its name does not end in "
                            "{}: the other parts cannot be found.",
                            split.number + 1, split.count, inQuotes(ending)));
  }
  const std::string stem = name.substr(0, name.size() - ending.size());
  std::vector<std::filesystem::path> paths;
  for (std::uint64_t i = 0; i < split.count; ++i) {
    paths.push_back(path);
    paths.back().replace_filename(stem + partEnding(i, split.count));
    // Most models are cut into few parts; a wrong count is found at the first part that is missing.
    if (!std::filesystem::exists(paths.back())) {
      throw Error(ErrorCode::NotFound, missingPart(paths.back(), i, split.count));
    }
  }
  return paths;
}

void checkPart(const GgufHeader& part, std::uint64_t number, const GgufHeader& first) {
  const GgufSplit& split = part.split;
  if (split.number != number || split.count != first.split.count) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("This file is in the place of part {} of {}, but says that it is part "
                            "{} of {}.",
                            number + 1, first.split.count, split.number + 1, split.count));
  }
  const std::string_view architecture = architectureOf(part);
  const bool otherTotal =
      split.tensors && first.split.tensors && *split.tensors != *first.split.tensors;
  if (otherTotal || (!architecture.empty() && architecture != architectureOf(first))) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("Part {} belongs to another model than part 1.", number + 1));
  }
}

void checkTotal(std::uint64_t tensors, const GgufSplit& split) {
  if (tensors > kMaxTensors) {
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("The parts have {} tensors; Alcove reads at most {}.", tensors, kMaxTensors));
  }
  if (!split.tensors || *split.tensors == tensors) return;
  throw Error(ErrorCode::Corrupt,
              fmt::format("The parts have {} tensors, but the first says that there are {}.",
                          tensors, *split.tensors));
}

std::string missingPart(const std::filesystem::path& path, std::uint64_t number,
                        std::uint64_t count) {
  return fmt::format(
      "Part {} of {} of the model is missing: it should lie beside the others as {}.", number + 1,
      count, inQuotes(path.filename().string()));
}

}  // namespace alcove::formats
