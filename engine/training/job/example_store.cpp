// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/example_store.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstring>
#include <span>
#include <string>

#include "formats/safetensors_file.h"
#include "formats/safetensors_writer.h"

namespace alcove::training {
namespace {

// All examples of one kind, one behind the other.
struct Flat {
  std::vector<std::int32_t> tokens;
  std::vector<std::uint8_t> scored;
  std::vector<std::int64_t> lengths;
};

Flat flatten(const std::vector<Example>& examples) {
  Flat flat;
  for (const Example& example : examples) {
    flat.tokens.insert(flat.tokens.end(), example.tokens.begin(), example.tokens.end());
    flat.scored.insert(flat.scored.end(), example.scored.begin(), example.scored.end());
    flat.lengths.push_back(std::int64_t(example.tokens.size()));
  }
  return flat;
}

void add(formats::SafetensorsWriter& writer, const std::string& kind, const Flat& flat) {
  writer.add(kind + ".lengths", "I64", {flat.lengths.size()},
             std::as_bytes(std::span(flat.lengths)));
  writer.add(kind + ".tokens", "I32", {flat.tokens.size()}, std::as_bytes(std::span(flat.tokens)));
  writer.add(kind + ".scored", "U8", {flat.scored.size()}, std::as_bytes(std::span(flat.scored)));
}

template <class T>
std::vector<T> read(const formats::SafetensorsFile& file, const std::string& name,
                    const char* dtype, const std::filesystem::path& path) {
  for (const formats::SafeTensor& tensor : file.tensors()) {
    if (tensor.name != name || std::string_view(tensor.dtype->name) != dtype) continue;
    std::vector<T> values(tensor.data.size() / sizeof(T));
    std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(T));
    return values;
  }
  throw Error(ErrorCode::Corrupt, fmt::format("The job's examples lack '{}'.", name),
              path.string());
}

std::vector<Example> readKind(const formats::SafetensorsFile& file, const std::string& kind,
                              const std::filesystem::path& path) {
  const auto lengths = read<std::int64_t>(file, kind + ".lengths", "I64", path);
  const auto tokens = read<std::int32_t>(file, kind + ".tokens", "I32", path);
  const auto scored = read<std::uint8_t>(file, kind + ".scored", "U8", path);
  std::vector<Example> examples;
  std::size_t at = 0;
  for (const std::int64_t length : lengths) {
    if (length <= 0 || std::uint64_t(length) > tokens.size() - at)
      throw Error(ErrorCode::Corrupt, "The job's examples have other lengths than they say.",
                  path.string());
    const auto first = std::ptrdiff_t(at), last = std::ptrdiff_t(at) + length;
    examples.push_back({{tokens.begin() + first, tokens.begin() + last}, {}});
    at += std::size_t(length);
    if (at > scored.size()) break;
    examples.back().scored.assign(scored.begin() + first, scored.begin() + last);
  }
  if (at != tokens.size() || at != scored.size())
    throw Error(ErrorCode::Corrupt, "The job's examples have other lengths than they say.",
                path.string());
  return examples;
}

}  // namespace

void writeExamples(const std::filesystem::path& path, const JobExamples& examples) {
  const Flat training = flatten(examples.training), heldOut = flatten(examples.heldOut);
  formats::SafetensorsWriter writer;
  add(writer, "training", training);
  add(writer, "held_out", heldOut);
  writer.write(path);
}

JobExamples readExamples(const std::filesystem::path& path) {
  const auto file = formats::SafetensorsFile::open(path);
  return {readKind(*file, "training", path), readKind(*file, "held_out", path)};
}

}  // namespace alcove::training
