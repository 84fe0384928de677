// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/gguf_adapter.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <map>

#include "formats/gguf_cursor.h"
#include "formats/gguf_file.h"
#include "formats/gguf_writer.h"

namespace alcove::adapters {
namespace {

using formats::GgufFile;
using formats::GgufTensor;

constexpr std::uint64_t kMaxRank = 1u << 16;

struct Pair {
  const GgufTensor* a = nullptr;
  const GgufTensor* b = nullptr;
};

class Reader {
 public:
  Reader(const std::filesystem::path& path, const BaseLayers& base)
      : m_path(path), m_base(base), m_file(GgufFile::open(path)) {}

  LoraAdapter read() {
    checkKind();
    // llama.cpp takes none, or 0, for a scale of one.
    const double alpha = m_file->number("adapter.lora.alpha").value_or(0);
    LoraAdapter adapter;
    for (const auto& [name, pair] : pairs()) {
      adapter.layers.push_back(layer(name, pair));
      LoraLayer& last = adapter.layers.back();
      last.scale = alpha == 0 ? 1 : alpha / double(last.rank);
    }
    finishAdapter(adapter, m_path);
    return adapter;
  }

 private:
  [[noreturn]] void fail(ErrorCode code, const std::string& sentence) const {
    throw Error(code, sentence, m_path.string());
  }

  void checkKind() const {
    if (m_file->string("general.type").value_or("model") != "adapter")
      fail(ErrorCode::InvalidArgument, "The file is a model and no adapter.");
    const auto type = m_file->string("adapter.type").value_or("");
    if (type != "lora")
      fail(ErrorCode::Unsupported,
           fmt::format("The adapter is of the type {}; Alcove knows 'lora'.",
                       formats::inQuotes(type)));
    if (m_file->find("adapter.alora.invocation_tokens"))
      fail(ErrorCode::Unsupported,
           "The adapter acts from certain tokens on only (aLoRA), which Alcove cannot do.");
    const auto architecture = m_file->string("general.architecture").value_or("");
    if (architecture != m_base.architecture())
      fail(ErrorCode::InvalidArgument,
           fmt::format("The adapter was made for the architecture {}, but '{}' is a '{}'.",
                       formats::inQuotes(architecture), m_base.name(), m_base.architecture()));
  }

  std::map<std::string, Pair> pairs() const {
    static constexpr std::pair<std::string_view, const GgufTensor * Pair::*> kEnds[] = {
        {".lora_a", &Pair::a}, {".lora_b", &Pair::b}};
    std::map<std::string, Pair> result;
    for (const GgufTensor& tensor : m_file->tensors()) {
      bool known = false;
      for (const auto& [end, part] : kEnds) {
        if (!tensor.name.ends_with(end)) continue;
        known = true;
        result[std::string(tensor.name.substr(0, tensor.name.size() - end.size()))].*part = &tensor;
      }
      if (!known)
        fail(ErrorCode::Unsupported,
             fmt::format("The adapter has the tensor {}, which is no part of a linear layer's "
                         "adapter.",
                         formats::inQuotes(tensor.name)));
    }
    return result;
  }

  LoraLayer layer(const std::string& name, const Pair& pair) const {
    const auto corrupt = [&](const std::string& what) {
      fail(ErrorCode::Corrupt, fmt::format("The adapter of {} {}.", formats::inQuotes(name), what));
    };
    const ModelTensor* tensor = m_base.byTensor(name);
    if (!tensor)
      fail(ErrorCode::NotFound,
           fmt::format("The adapter adapts {}, which is no linear layer of '{}' that can be "
                       "adapted.",
                       formats::inQuotes(name), m_base.name()));
    if (!pair.a || !pair.b) corrupt("lacks one of its two matrices");
    // Some writers leave out a last dimension of 1.
    if (pair.a->rank > 2 || pair.b->rank > 2 || pair.a->dims[1] != pair.b->dims[0] ||
        pair.b->dims[0] > kMaxRank)
      corrupt("has matrices whose ranks do not fit each other");
    const auto inputs = std::uint64_t(tensor->shape.columns());
    const auto outputs = std::uint64_t(tensor->shape.rows());
    if (pair.a->dims[0] != inputs || pair.b->dims[1] != outputs)
      corrupt(fmt::format("has {} inputs and {} outputs, but the layer of this model has {} and {}",
                          pair.a->dims[0], pair.b->dims[1], inputs, outputs));
    LoraLayer result;
    result.tensor = name;
    result.rank = std::int64_t(pair.b->dims[0]);
    result.inputs = std::int64_t(inputs);
    result.outputs = std::int64_t(outputs);
    result.a = floats(*pair.a);
    result.b = floats(*pair.b);
    return result;
  }

  static std::vector<float> floats(const GgufTensor& tensor) {
    std::vector<float> values(tensor.columns() * tensor.rows());
    tensor.type->decode(tensor.data.data(), values.data(),
                        values.size() / tensor.type->blockValues);
    return values;
  }

  const std::filesystem::path& m_path;
  const BaseLayers& m_base;
  std::shared_ptr<const GgufFile> m_file;
};

// Of a matrix [rows, columns].
void addMatrix(formats::GgufWriter& writer, const std::string& name, std::int64_t rows,
               std::int64_t columns) {
  const std::uint64_t dims[] = {std::uint64_t(columns), std::uint64_t(rows)};
  writer.addTensor(name, quant::kF32, dims);
}

}  // namespace

LoraAdapter readGgufAdapter(const std::filesystem::path& path, const BaseLayers& base) {
  return Reader(path, base).read();
}

void writeGgufAdapter(const std::filesystem::path& path, const LoraAdapter& adapter,
                      const BaseLayers& base,
                      const std::function<void(const std::filesystem::path&)>& check) {
  if (adapter.dora())
    throw Error(
        ErrorCode::Unsupported,
        "The adapter is a DoRA, which the GGUF format of adapters cannot say. Merge it into "
        "its base instead.");
  formats::GgufWriter writer(path);
  const double alpha = adapter.layers.front().scale * double(adapter.layers.front().rank);
  writer.setString("general.architecture", base.architecture());
  writer.setString("general.type", "adapter");
  writer.setString("adapter.type", "lora");
  writer.setString("general.name", adapter.name);
  writer.setUint32("general.base_model.count", 1);
  writer.setString("general.base_model.0.name", base.name());
  writer.setFloat32("adapter.lora.alpha", float(alpha));
  for (const LoraLayer& layer : adapter.layers) {
    addMatrix(writer, layer.tensor + ".lora_a", layer.rank, layer.inputs);
    addMatrix(writer, layer.tensor + ".lora_b", layer.outputs, layer.rank);
  }
  writer.beginData();
  for (const LoraLayer& layer : adapter.layers) {
    writer.write(std::as_bytes(std::span(layer.a)));
    std::vector<float> b = layer.b;
    const double ratio = layer.scale * double(layer.rank) / alpha;
    if (ratio != 1)
      for (float& value : b) value = float(double(value) * ratio);
    writer.write(std::as_bytes(std::span(b)));
  }
  writer.commit(check);
}

}  // namespace alcove::adapters
