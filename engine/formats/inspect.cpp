// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/mapped_file.h"
#include "formats/gguf_lookup.h"
#include "formats/gguf_parts.h"
#include "formats/inspect_checks.h"
#include "formats/utf8.h"

namespace alcove::formats {
namespace {

constexpr std::size_t kShownMetadata = 10'000;
constexpr std::size_t kShownTensors = 40'000;
constexpr std::size_t kShownTextBytes = 256 * 1024;        // of one string
constexpr std::size_t kShownTotalBytes = 4 * 1024 * 1024;  // of all strings together

// One file as far as it could be read.
struct PartReading {
  std::shared_ptr<const base::MappedFile> file;
  GgufHeader header;
  std::vector<GgufTensor> tensors;
  bool headerComplete = false;
  bool complete = false;
};

// The file; or all parts of a split model that were found, in order.
struct Reading {
  std::vector<PartReading> parts;
  std::vector<GgufTensor> tensors;  // of all parts
  bool headerComplete = false;
  bool complete = false;

  [[nodiscard]] const GgufHeader& header() const { return parts.front().header; }
};

PartReading readPart(const std::filesystem::path& path, ProblemList& problems) {
  PartReading part;
  part.file = base::MappedFile::open(path);
  const auto bytes = part.file->bytes();
  part.headerComplete = problems.attempt([&] { part.header.read(bytes); });
  if (!part.headerComplete) {
    part.header.metadataByKey = sortByKey(part.header.metadata);
    return part;
  }
  part.complete = true;
  part.tensors.reserve(part.header.infos.size());
  for (const GgufTensorInfo& info : part.header.infos) {
    part.complete &=
        problems.attempt([&] { part.tensors.push_back(resolveTensor(info, part.header, bytes)); });
  }
  part.complete &= problems.attempt([&] { checkOverlaps(part.tensors); });
  return part;
}

Reading readLeniently(const std::filesystem::path& path, ProblemList& problems) {
  Reading reading;
  reading.parts.push_back(readPart(path, problems));
  const GgufSplit split = reading.header().split;
  bool together = true;
  if (split.count > 1) {
    std::vector<std::filesystem::path> paths;
    together = problems.attempt([&] { paths = partPaths(path, split); });
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (i == split.number) continue;
      reading.parts.insert(reading.parts.begin() + std::ptrdiff_t(i), readPart(paths[i], problems));
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
      together &=
          problems.attempt([&] { checkPart(reading.parts[i].header, i, reading.header()); });
    }
  }
  reading.complete = together;
  for (const PartReading& part : reading.parts) {
    reading.complete &= part.complete;
    reading.tensors.insert(reading.tensors.end(), part.tensors.begin(), part.tensors.end());
  }
  reading.headerComplete = reading.parts.front().headerComplete;
  if (reading.complete) {
    reading.complete &=
        problems.attempt([&] { checkTotal(reading.tensors.size(), reading.header().split); });
  }
  reading.complete &= problems.attempt([&] { (void)sortByName(reading.tensors); });
  return reading;
}

std::string typeText(const GgufValue& value) {
  if (value.type != GgufType::Array) return ggufTypeName(value.type);
  return fmt::format("array of {}", ggufTypeName(value.elementType));
}

InspectedValue showValue(std::string_view key, const GgufValue& value, std::size_t& textBudget) {
  InspectedValue shown{toUtf8(key), typeText(value), {}, value.count};
  if (value.type == GgufType::String) {
    shown.count = value.bytes.size();
    if (value.bytes.size() > std::min(kShownTextBytes, textBudget)) return shown;
    textBudget -= value.bytes.size();
    shown.value = toUtf8({reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()});
  } else if (value.type == GgufType::Bool) {
    shown.value = value.bytes[0] != std::byte{0};
  } else if (value.type != GgufType::Array) {
    const std::byte* const bytes = value.bytes.data();
    if (const auto unsignedNumber = asUint(value)) {
      shown.value = *unsignedNumber;
    } else if (const auto number = asInt(value.type, bytes)) {
      shown.value = *number;
    } else if (const auto real = asNumber(value.type, bytes)) {
      shown.value = *real;
    }
  }
  return shown;
}

void showMetadata(const Reading& reading, Inspection& result, ProblemList& problems) {
  std::size_t textBudget = kShownTotalBytes;
  const std::size_t count = std::min(kShownMetadata, reading.header().metadata.size());
  result.metadata.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [key, value] = reading.header().metadata[i];
    result.metadata.push_back(showValue(key, value, textBudget));
  }
  if (count < reading.header().metadata.size()) {
    problems.warning(fmt::format("The file has {} metadata values; only the first {} are shown.",
                                 reading.header().metadata.size(), count));
  }
}

InspectedTensor showTensor(const GgufTensorInfo& info, const GgufHeader& header) {
  InspectedTensor shown;
  shown.name = toUtf8(info.name);
  const quant::BlockType* const type = quant::findBlockType(info.typeId);
  shown.type = type != nullptr ? type->name : quant::unreadableTypeName(info.typeId);
  shown.shape.assign(info.dims.begin(), info.dims.begin() + info.rank);
  shown.offset = header.dataStart + info.offset;
  return shown;
}

void showTensors(const Reading& reading, Inspection& result, ProblemList& problems) {
  std::size_t count = 0;
  for (const PartReading& part : reading.parts) {
    count += part.header.infos.size();
    auto resolved = part.tensors.begin();
    for (const GgufTensorInfo& info : part.header.infos) {
      if (result.tensors.size() == kShownTensors) break;
      result.tensors.push_back(showTensor(info, part.header));
      // Resolved tensors are in the same order, with those that failed left out.
      if (resolved == part.tensors.end() || resolved->name.data() != info.name.data()) continue;
      const auto file = part.file->bytes();
      result.tensors.back().offset = std::uint64_t(resolved->data.data() - file.data());
      result.tensors.back().bytes = resolved->data.size();
      ++resolved;
    }
  }
  if (count > result.tensors.size()) {
    problems.warning(fmt::format("The file has {} tensors; only the first {} are shown.", count,
                                 result.tensors.size()));
  }
}

void summarise(const Reading& reading, const GgufLookup& values, Inspection& result,
               ProblemList& problems) {
  const auto text = [&](const char* key, std::string& target) {
    problems.attempt(
        [&] { target = toUtf8(values.string(key).value_or("").substr(0, kShownTextBytes)); });
  };
  text("general.name", result.name);
  text("general.architecture", result.architecture);
  text("general.license", result.license);
  std::string chatTemplate;
  text("tokenizer.chat_template", chatTemplate);
  if (!chatTemplate.empty()) result.chatTemplate = chatTemplate;
  problems.attempt([&] {
    result.trainedContextTokens = values.uint(result.architecture + ".context_length").value_or(0);
  });
  std::map<std::string_view, std::uint64_t> valuesPerType;
  for (const GgufTensor& tensor : reading.tensors) {
    const std::uint64_t count = tensor.columns() * tensor.rows();
    result.parameters += count;
    valuesPerType[tensor.type->name] += count;
  }
  const auto most =
      std::max_element(valuesPerType.begin(), valuesPerType.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != valuesPerType.end()) result.weightsType = most->first;
  if (reading.headerComplete && result.license.empty()) {
    problems.warning("The file does not say under which licence the model may be used.",
                     "general.license");
  }
}

}  // namespace

const GgufTensor* ReadModel::find(std::string_view name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const GgufTensor& tensor) { return tensor.name == name; });
  return found != tensors.end() ? &*found : nullptr;
}

Inspection inspect(const std::filesystem::path& path, const InspectOptions& options) {
  Inspection result;
  ProblemList problems(result.problems);
  const Reading reading = readLeniently(path, problems);
  const GgufLookup values(reading.header(), {});
  result.path = toUtf8(path.string());
  result.version = reading.header().version;
  for (const PartReading& part : reading.parts) result.fileBytes += part.file->bytes().size();
  summarise(reading, values, result, problems);
  showMetadata(reading, result, problems);
  showTensors(reading, result, problems);
  if (reading.headerComplete) {
    const ReadModel model{values, reading.tensors, reading.complete};
    checkHyperParameters(model, problems);
    checkVocabulary(model, problems);
    checkWeights(model, options.weights, problems);
  }
  for (const PartReading& part : reading.parts) {
    problems.attempt([&] { part.file->verifySize(); });
  }
  return result;
}

}  // namespace alcove::formats
