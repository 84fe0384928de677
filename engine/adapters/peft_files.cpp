// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/peft_files.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "adapters/peft_adapter.h"
#include "base/atomic_file.h"
#include "formats/safetensors_writer.h"

namespace alcove::adapters {
namespace {

using Rows = std::vector<std::uint64_t>;

// Row r of the result is row rows[r] of `values`.
std::vector<float> pickRows(const std::vector<float>& values, const Rows& rows) {
  if (rows.empty()) return values;
  const std::size_t width = values.size() / rows.size();
  std::vector<float> result(values.size());
  for (std::size_t r = 0; r < rows.size(); ++r)
    std::copy_n(values.data() + rows[r] * width, width, result.data() + r * width);
  return result;
}

Rows inverse(const Rows& rows) {
  Rows result(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) result[rows[r]] = r;
  return result;
}

LoraLayer readLayer(const PeftAdapter::Layer& layer, const ModelTensor& tensor) {
  if (layer.a->shape[1] != std::uint64_t(tensor.shape.columns()) ||
      layer.b->shape[0] != std::uint64_t(tensor.shape.rows()))
    throw Error(ErrorCode::Corrupt,
                fmt::format("The adapter of '{}' has {} inputs and {} outputs, but the layer of "
                            "this model has {} and {}.",
                            tensor.module(), layer.a->shape[1], layer.b->shape[0],
                            tensor.shape.columns(), tensor.shape.rows()));
  LoraLayer result;
  result.tensor = tensor.fileName;
  result.rank = std::int64_t(layer.a->shape[0]);
  result.inputs = tensor.shape.columns();
  result.outputs = tensor.shape.rows();
  result.a = floatsOf(*layer.a);
  result.b = pickRows(floatsOf(*layer.b), tensor.sourceRows);
  if (layer.magnitude) result.magnitude = pickRows(floatsOf(*layer.magnitude), tensor.sourceRows);
  return result;
}

nlohmann::json configJson(const AdapterConfig& config, const std::string& baseModel) {
  return {{"peft_type", "LORA"},
          {"task_type", "CAUSAL_LM"},
          {"base_model_name_or_path", baseModel},
          {"bias", "none"},
          {"fan_in_fan_out", false},
          {"inference_mode", true},
          {"init_lora_weights", true},
          {"lora_dropout", 0.0},
          {"modules_to_save", nullptr},
          {"r", config.rank},
          {"lora_alpha", config.alpha},
          {"use_rslora", config.rankStabilized},
          {"use_dora", config.dora},
          {"rank_pattern", config.ranks},
          {"alpha_pattern", config.alphas},
          {"target_modules", config.targets}};
}

// The value that most layers have.
template <class Value>
Value usual(const std::map<Value, std::size_t>& counts) {
  return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })
      ->first;
}

// One that says the scales that the layers have, as a plain LoRA's.
AdapterConfig configOf(const LoraAdapter& adapter, const BaseLayers& base) {
  std::map<std::uint32_t, std::size_t> ranks;
  std::map<double, std::size_t> alphas;
  for (const LoraLayer& layer : adapter.layers) {
    ++ranks[std::uint32_t(layer.rank)];
    ++alphas[layer.scale * double(layer.rank)];
  }
  AdapterConfig config;
  config.rank = usual(ranks);
  config.alpha = usual(alphas);
  config.dora = adapter.dora();
  for (const LoraLayer& layer : adapter.layers) {
    const double alpha = layer.scale * double(layer.rank);
    if (alpha != config.alpha) config.alphas[base.byTensor(layer.tensor)->module()] = alpha;
  }
  return config;
}

// A folder that is made beside another and gone with its object, unless it was given its name.
class FolderBeside {
 public:
  explicit FolderBeside(const std::filesystem::path& target)
      : m_path(target.string() + fmt::format(".part-{}", ::getpid())) {
    std::error_code error;
    std::filesystem::remove_all(m_path, error);
  }
  ~FolderBeside() {
    std::error_code error;
    std::filesystem::remove_all(m_path, error);
  }
  FolderBeside(const FolderBeside&) = delete;
  FolderBeside& operator=(const FolderBeside&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  void moveTo(const std::filesystem::path& target) const {
    std::error_code error;
    std::filesystem::rename(m_path, target, error);
    if (error)
      throw Error(ErrorCode::Io,
                  fmt::format("The folder cannot be put in place: {}.", error.message()),
                  target.string());
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace

LoraAdapter readPeftAdapter(const std::filesystem::path& folder, const BaseLayers& base) {
  const PeftAdapter files(folder);
  LoraAdapter adapter;
  for (const auto& [module, layer] : files.layers()) {
    const ModelTensor* tensor = base.byModule(module);
    if (!tensor)
      throw Error(ErrorCode::NotFound,
                  fmt::format("The adapter adapts '{}', which is no linear layer of '{}' that can "
                              "be adapted.",
                              module, base.name()),
                  folder.string());
    adapter.layers.push_back(readLayer(layer, *tensor));
    adapter.layers.back().scale = files.config().scaleOf(module, adapter.layers.back().rank);
  }
  finishAdapter(adapter, folder);
  return adapter;
}

void writePeft(const std::filesystem::path& folder, AdapterConfig config,
               const std::map<std::string, PeftLayer>& layers, const std::string& baseModel) {
  std::set<std::string> targets;
  formats::SafetensorsWriter writer;
  writer.setMetadata("format", "pt");
  for (const auto& [module, layer] : layers) {
    ALCOVE_ASSERT(config.dora == !layer.magnitude.empty());
    targets.insert(module.substr(module.rfind('.') + 1));
    if (config.rankOf(module) != layer.rank) config.ranks[module] = std::uint32_t(layer.rank);
    const std::string name = "base_model.model." + module;
    const auto rank = std::uint64_t(layer.rank), outputs = std::uint64_t(layer.outputs);
    writer.addFloats(name + ".lora_A.weight", {rank, std::uint64_t(layer.inputs)}, layer.a);
    writer.addFloats(name + ".lora_B.weight", {outputs, rank}, layer.b);
    if (config.dora) writer.addFloats(name + ".lora_magnitude_vector", {outputs}, layer.magnitude);
  }
  config.targets.assign(targets.begin(), targets.end());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw Error(ErrorCode::Io, fmt::format("The folder cannot be made: {}.", error.message()),
                folder.string());
  writer.write(folder / "adapter_model.safetensors");
  const std::string json = configJson(config, baseModel).dump(2) + "\n";
  base::atomicWrite(folder / "adapter_config.json", std::as_bytes(std::span(json)));
}

void writePeftAdapter(const std::filesystem::path& folder, const LoraAdapter& adapter,
                      const BaseLayers& base,
                      const std::function<void(const std::filesystem::path&)>& check) {
  // "adapter/" and "adapter" are the same folder.
  const auto target = folder.has_filename() ? folder : folder.parent_path();
  if (std::filesystem::exists(target))
    throw Error(ErrorCode::InvalidArgument,
                "There is something under this name already; give the adapter another one.",
                target.string());
  std::map<std::string, PeftLayer> layers;
  for (const LoraLayer& layer : adapter.layers) {
    const ModelTensor* tensor = base.byTensor(layer.tensor);
    if (!tensor || tensor->name.empty())
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The tensor '{}' has no name in Hugging Face's checkpoints, so PEFT "
                              "has none for its adapter.",
                              layer.tensor));
    if (layer.magnitude.empty() == adapter.dora())
      throw Error(ErrorCode::Unsupported,
                  "Some of the adapter's layers alone are a DoRA's, which PEFT cannot store.");
    const Rows rows = inverse(tensor->sourceRows);
    layers[tensor->module()] = {layer.rank,
                                layer.inputs,
                                layer.outputs,
                                layer.a,
                                pickRows(layer.b, rows),
                                pickRows(layer.magnitude, rows)};
  }
  const FolderBeside made(target);
  writePeft(made.path(), configOf(adapter, base), layers, base.name());
  if (check) check(made.path());
  made.moveTo(target);
}

}  // namespace alcove::adapters
