// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/checkpoint.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstring>
#include <map>

#include "formats/json_document.h"
#include "formats/safetensors_file.h"
#include "formats/safetensors_writer.h"

namespace alcove::training {
namespace {

constexpr char kProgress[] = "progress";
constexpr char kParameter[] = "parameter.";
constexpr char kOptimizer[] = "optimizer.";

std::size_t valueBytes(std::string_view dtype) { return dtype == "U8" ? 1 : sizeof(float); }

class CheckpointFile {
 public:
  explicit CheckpointFile(const std::filesystem::path& path)
      : m_path(path), m_file(formats::SafetensorsFile::open(path)) {
    for (const formats::SafeTensor& tensor : m_file->tensors()) m_tensors[tensor.name] = &tensor;
  }

  [[nodiscard]] std::span<const std::byte> read(const std::string& name, std::size_t bytes) const {
    const auto data = find(name).data;
    if (data.size() != bytes)
      corrupt(fmt::format("'{}' has {} bytes, not {}", name, data.size(), bytes));
    return data;
  }

  void readValues(std::span<Parameter> parameters) const {
    for (Parameter& parameter : parameters) {
      const auto bytes = read(kParameter + parameter.name, parameter.values.size() * sizeof(float));
      std::memcpy(parameter.values.data(), bytes.data(), bytes.size());
    }
  }

  [[nodiscard]] nlohmann::json progress() const {
    const auto bytes = find(kProgress).data;
    return formats::parseJsonObject({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                    m_path.string());
  }

  [[noreturn]] void corrupt(const std::string& what) const {
    throw Error(ErrorCode::Corrupt, fmt::format("The checkpoint cannot be used: {}.", what),
                m_path.string());
  }

 private:
  [[nodiscard]] const formats::SafeTensor& find(const std::string& name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) corrupt(fmt::format("'{}' is missing", name));
    return *found->second;
  }

  std::filesystem::path m_path;
  std::shared_ptr<const formats::SafetensorsFile> m_file;
  std::map<std::string, const formats::SafeTensor*, std::less<>> m_tensors;
};

}  // namespace

void writeCheckpoint(const std::filesystem::path& path, std::span<const Parameter> parameters,
                     const Optimizer& optimizer, const nlohmann::json& progress) {
  formats::SafetensorsWriter writer;
  const std::string text = progress.dump();
  writer.add(kProgress, "U8", {text.size()}, std::as_bytes(std::span(text)));
  for (const Parameter& parameter : parameters)
    writer.addFloats(kParameter + parameter.name, {parameter.values.size()}, parameter.values);
  for (const StateTensor& tensor : optimizer.state(parameters))
    writer.add(kOptimizer + tensor.name, tensor.dtype,
               {tensor.bytes.size() / valueBytes(tensor.dtype)}, tensor.bytes);
  writer.write(path);
}

nlohmann::json readCheckpoint(const std::filesystem::path& path, std::span<Parameter> parameters,
                              Optimizer& optimizer) {
  const CheckpointFile file(path);
  nlohmann::json progress = file.progress();
  const auto steps = progress.find("steps");
  if (steps == progress.end() || !steps->is_number_unsigned() ||
      steps->get<std::uint64_t>() > 1u << 30)
    file.corrupt("it does not say how many steps were taken");
  file.readValues(parameters);
  optimizer.restore(parameters, steps->get<int>(), [&](const std::string& name, std::size_t bytes) {
    return file.read(kOptimizer + name, bytes);
  });
  return progress;
}

void readCheckpointValues(const std::filesystem::path& path, std::span<Parameter> parameters) {
  CheckpointFile(path).readValues(parameters);
}

}  // namespace alcove::training
