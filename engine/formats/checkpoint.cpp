// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/checkpoint.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "formats/gguf_cursor.h"
#include "formats/json_document.h"

namespace alcove::formats {
namespace {

constexpr const char* kWhole = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";

// A part lies in the folder of the index: a name that leads elsewhere is an attack or a mistake.
void checkPartName(const std::string& name, const std::filesystem::path& index) {
  const bool plain = !name.empty() && name != "." && name != ".." &&
                     name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
  if (plain) return;
  throw Error(
      ErrorCode::Corrupt,
      fmt::format("The index names the part {}, which is no plain file name.", inQuotes(name)),
      index.string());
}

[[noreturn]] void refuseFolder(const std::filesystem::path& folder) {
  const bool pickles = std::filesystem::exists(folder / "pytorch_model.bin") ||
                       std::filesystem::exists(folder / "pytorch_model.bin.index.json");
  if (pickles) {
    throw Error(ErrorCode::Unsupported,
                "The weights are Python pickles, which can run programs when they are read: get "
                "the model as safetensors.",
                folder.string());
  }
  throw Error(ErrorCode::NotFound,
              fmt::format("The folder has no weights: neither {} nor {} is there.", kWhole, kIndex),
              folder.string());
}

}  // namespace

void Checkpoint::add(const std::filesystem::path& path) {
  m_files.push_back(SafetensorsFile::open(path));
  for (const SafeTensor& tensor : m_files.back()->tensors()) m_tensors.push_back(&tensor);
}

void Checkpoint::sort() {
  const auto byName = [](const SafeTensor* a, const SafeTensor* b) { return a->name < b->name; };
  std::sort(m_tensors.begin(), m_tensors.end(), byName);
}

void Checkpoint::addParts(const std::filesystem::path& index) {
  const nlohmann::json document = readJsonFile(index);
  const auto map = document.find("weight_map");
  if (map == document.end() || !map->is_object() || map->empty()) {
    throw Error(ErrorCode::Corrupt, "The index has no 'weight_map' of tensors to files.",
                index.string());
  }
  std::map<std::string, std::vector<std::string>> namesByPart;
  for (const auto& [name, part] : map->items()) {
    if (!part.is_string()) {
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The index gives no file for tensor {}.", inQuotes(name)),
                  index.string());
    }
    namesByPart[part.get<std::string>()].push_back(name);
  }
  for (auto& [part, names] : namesByPart) {
    checkPartName(part, index);
    add(index.parent_path() / part);
    std::vector<std::string_view> present;
    for (const SafeTensor& tensor : m_files.back()->tensors()) present.push_back(tensor.name);
    std::sort(present.begin(), present.end());
    for (const std::string& name : names) {
      if (std::binary_search(present.begin(), present.end(), name)) continue;
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The index says that tensor {} is in {}, but it is not.",
                              inQuotes(name), inQuotes(part)),
                  index.string());
    }
  }
}

Checkpoint Checkpoint::open(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Error(ErrorCode::NotFound, "There is no such folder.", folder.string());
  }
  Checkpoint checkpoint;
  if (std::filesystem::exists(folder / kIndex)) {
    checkpoint.addParts(folder / kIndex);
  } else if (std::filesystem::exists(folder / kWhole)) {
    checkpoint.add(folder / kWhole);
  } else {
    refuseFolder(folder);
  }
  checkpoint.sort();
  const auto& all = checkpoint.m_tensors;
  const auto twin = std::adjacent_find(
      all.begin(), all.end(),
      [](const SafeTensor* a, const SafeTensor* b) { return a->name == b->name; });
  if (twin != all.end()) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The tensor {} is in two parts of the model.", inQuotes((*twin)->name)),
                folder.string());
  }
  return checkpoint;
}

const SafeTensor* Checkpoint::find(std::string_view name) const {
  const auto found = std::lower_bound(
      m_tensors.begin(), m_tensors.end(), name,
      [](const SafeTensor* tensor, std::string_view n) { return tensor->name < n; });
  return found == m_tensors.end() || (*found)->name != name ? nullptr : *found;
}

void Checkpoint::verifySize() const {
  for (const auto& file : m_files) file->file().verifySize();
}

}  // namespace alcove::formats
