// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/convert.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/mapped_file.h"
#include "convert/decoder.h"
#include "convert/family.h"
#include "convert/hf_vocabulary.h"
#include "convert/tokenizer_roles.h"
#include "formats/gguf_writer.h"
#include "formats/json_document.h"

namespace alcove::convert {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// config.json; of models with several parts, the language part on top of the rest.
HfConfig readConfig(const fs::path& folder) {
  HfConfig config(formats::readJsonFile(folder / "config.json"), (folder / "config.json").string());
  return config.child("text_config").over(config);
}

HfConfig withDefaults(const HfConfig& config, const Family& family) {
  if (family.defaults == nullptr) return config;
  return config.over(HfConfig(json::parse(family.defaults), "defaults"));
}

// Weights that other tools have quantised are not what the tensors' names promise.
void refuseQuantised(const HfConfig& config) {
  const HfConfig quantisation = config.child("quantization_config");
  const auto method = quantisation.string({"quant_method"});
  if (!method || *method == "mxfp4") return;
  config.unsupported(
      fmt::format("The weights are quantised by '{}', which is not converted: get "
                  "the model in 16 or 32 bits.",
                  *method));
}

std::vector<NamedTensor> nameTensors(const formats::Checkpoint& checkpoint, const Family& family) {
  std::vector<NamedTensor> tensors;
  for (const formats::SafeTensor* tensor : checkpoint.tensors()) {
    std::string name =
        family.canonicalName != nullptr ? family.canonicalName(tensor->name) : tensor->name;
    if (!name.empty()) tensors.push_back({std::move(name), tensor});
  }
  return tensors;
}

// Tied models may carry the output matrix as well; it is the embedding then.
void settleOutput(std::vector<OutputTensor>& tensors, const HfConfig& config) {
  const auto isOutput = [](const OutputTensor& tensor) { return tensor.name == "output.weight"; };
  const bool present = std::any_of(tensors.begin(), tensors.end(), isOutput);
  const auto tied = config.boolean({"tie_word_embeddings"});
  if (present && tied.value_or(false)) std::erase_if(tensors, isOutput);
  if (!present && tied && !*tied && config.find({"vocab_size"}) != nullptr &&
      std::any_of(tensors.begin(), tensors.end(),
                  [](const OutputTensor& t) { return t.name == "output_norm.weight"; })) {
    config.corrupt(
        "The model lacks its output matrix, and config.json does not say that the "
        "embedding takes its place.");
  }
}

// The type that most values of the checkpoint have, of those that GGUF has as well.
const quant::BlockType& usualType(const formats::Checkpoint& checkpoint) {
  std::map<std::string_view, std::uint64_t> bytesOf;
  for (const formats::SafeTensor* tensor : checkpoint.tensors()) {
    bytesOf[tensor->dtype->name] += tensor->data.size();
  }
  const std::uint64_t half = bytesOf["F16"];
  const std::uint64_t brain = bytesOf["BF16"];
  if (bytesOf["F32"] + bytesOf["F64"] > half + brain) return quant::kF32;
  return half > brain ? quant::kF16 : quant::kBF16;
}

// Small tensors that everything passes through, and those that readers expect in full.
bool staysFloat(const OutputTensor& tensor) {
  const std::string_view name = tensor.name;
  const auto isOne = [name](std::string_view end) { return name.ends_with(end); };
  return tensor.dims.size() == 1 || !isOne(".weight") || isOne("_norm.weight") ||
         isOne("ffn_gate_inp.weight") || isOne("ffn_gate_inp_shexp.weight") ||
         isOne("position_embd.weight") || isOne("token_types.weight");
}

// general.file_type of GGUF.
std::uint32_t fileType(const quant::BlockType& type, bool blocks) {
  constexpr std::uint32_t kF32 = 0;
  constexpr std::uint32_t kF16 = 1;
  constexpr std::uint32_t kBF16 = 32;
  constexpr std::uint32_t kMxfp4 = 38;
  if (blocks) return kMxfp4;
  return &type == &quant::kF32 ? kF32 : &type == &quant::kF16 ? kF16 : kBF16;
}

// How a sentence model makes one vector of many, as its modules say. GGUF's numbers.
void writePooling(const fs::path& folder, const Family& family, formats::GgufWriter& out) {
  const fs::path modules = folder / "modules.json";
  if (!fs::exists(modules)) return;
  constexpr std::uint32_t kMean = 1;
  constexpr std::uint32_t kFirst = 2;
  constexpr std::uint32_t kLast = 3;
  const HfConfig pooling = readHfConfig(folder / "1_Pooling" / "config.json");
  std::uint32_t kind = 0;
  int chosen = 0;
  for (const auto& [key, value] :
       {std::pair("pooling_mode_mean_tokens", kMean), std::pair("pooling_mode_cls_token", kFirst),
        std::pair("pooling_mode_lasttoken", kLast)}) {
    if (!pooling.boolean({key}).value_or(false)) continue;
    kind = value;
    ++chosen;
  }
  if (chosen > 1 || pooling.boolean({"pooling_mode_max_tokens"}).value_or(false)) {
    pooling.unsupported("The model pools its tokens in a way that GGUF cannot say.");
  }
  if (chosen == 1) out.setUint32(std::string(family.architecture) + ".pooling_type", kind);
}

// "license: …" at the top of the model's README, between two lines of dashes.
std::string licence(const fs::path& folder) {
  const fs::path path = folder / "README.md";
  if (!fs::exists(path)) return {};
  const auto file = base::MappedFile::open(path);
  constexpr std::size_t kLooked = 4096;
  const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()),
                              std::min(file->bytes().size(), kLooked));
  constexpr std::string_view kKey = "\nlicense:";
  const auto end = text.find("\n---", 3);
  const auto at = text.find(kKey);
  if (!text.starts_with("---") || at == text.npos || at > end) return {};
  std::string_view value = text.substr(at + kKey.size());
  value = value.substr(0, value.find('\n'));
  const auto isPlain = [](char c) { return c > ' ' && c < 127 && c != '"' && c != '\''; };
  std::string found;
  for (const char c : value) {
    if (isPlain(c)) found += c;
  }
  return found;
}

class Converter {
 public:
  Converter(const fs::path& folder, const fs::path& out, const ConvertOptions& options)
      : m_folder(folder),
        m_options(options),
        m_config(readConfig(folder)),
        m_family(findFamily(m_config)),
        m_full(withDefaults(m_config, m_family)),
        m_checkpoint(formats::Checkpoint::open(folder)),
        m_type(options.type != nullptr ? options.type : &usualType(m_checkpoint)),
        m_out(out) {}

  ConvertResult run() {
    refuseQuantised(m_config);
    describe();
    for (const OutputTensor& tensor : m_tensors) {
      m_out.addTensor(tensor.name, typeOf(tensor), tensor.dims);
    }
    m_out.beginData();
    std::uint64_t done = 0;
    for (const OutputTensor& tensor : m_tensors) done = write(tensor, done);
    m_checkpoint.verifySize();
    m_out.commit(m_options.check);
    return {m_family.architecture, m_type, m_tensors.size(), m_out.tensorBytes()};
  }

 private:
  void describe() {
    m_out.setString("general.architecture", m_family.architecture);
    m_out.setString("general.type", "model");
    m_out.setString("general.name", fs::canonical(m_folder).filename().string());
    if (const std::string found = licence(m_folder); !found.empty()) {
      m_out.setString("general.license", found);
    }
    Description description{m_full, m_checkpoint, m_out, m_family.architecture};
    m_family.describe(description);
    writePooling(m_folder, m_family, m_out);
    m_tensors = std::move(description.tensors);
    const auto rules = m_family.names();
    auto stored =
        applyRules(rules, nameTensors(m_checkpoint, m_family), m_checkpoint, description.facts);
    std::move(stored.begin(), stored.end(), std::back_inserter(m_tensors));
    settleOutput(m_tensors, m_full);
    checkNames();
    describeVocabulary(description.facts);
    const bool blocks = std::any_of(m_tensors.begin(), m_tensors.end(),
                                    [](const OutputTensor& t) { return t.blocks != nullptr; });
    m_out.setUint32("general.file_type", fileType(*m_type, blocks));
    constexpr std::uint32_t kQuantisationVersion = 2;
    m_out.setUint32("general.quantization_version", kQuantisationVersion);
  }

  // Two forms of one tensor in a checkpoint, or a name that GGUF has no room for.
  void checkNames() const {
    std::vector<std::string_view> names;
    for (const OutputTensor& tensor : m_tensors) names.push_back(tensor.name);
    std::sort(names.begin(), names.end());
    const auto twin = std::adjacent_find(names.begin(), names.end());
    if (twin == names.end()) return;
    throw Error(ErrorCode::Corrupt,
                fmt::format("The model has the tensor '{}' in two forms.", *twin),
                m_folder.string());
  }

  void describeVocabulary(const ModelFacts& facts) {
    const auto embedding =
        std::find_if(m_tensors.begin(), m_tensors.end(),
                     [](const OutputTensor& t) { return t.name == "token_embd.weight"; });
    if (embedding == m_tensors.end() || embedding->dims.size() != 2 ||
        embedding->dims[0] != facts.embedding || embedding->dims[1] != facts.vocabulary) {
      m_full.corrupt("The embedding's shape does not fit 'vocab_size' and 'hidden_size'.");
    }
    const HfConfig tokenizerConfig = readHfConfig(m_folder / "tokenizer_config.json");
    const HfVocabulary vocabulary = readHfVocabulary(m_folder, tokenizerConfig, facts.vocabulary);
    writeHfVocabulary(vocabulary, m_out);
    writeTokenizerRoles(m_folder, m_full, tokenizerConfig, vocabulary, m_out);
  }

  const quant::BlockType& typeOf(const OutputTensor& tensor) const {
    if (tensor.blocks != nullptr) return *tensor.blocks;
    return staysFloat(tensor) ? quant::kF32 : *m_type;
  }

  // Returns how many bytes are written with this tensor.
  std::uint64_t write(const OutputTensor& tensor, std::uint64_t done) {
    constexpr std::uint64_t kPieceBytes = 1u << 20;
    const quant::BlockType& type = typeOf(tensor);
    const std::uint64_t rowBytes = quant::rowBytes(type, tensor.columns());
    const std::uint64_t rows = tensor.rows();
    const std::uint64_t step = std::clamp<std::uint64_t>(kPieceBytes / rowBytes, 1, rows);
    std::vector<std::byte> piece(step * rowBytes);
    std::vector<float> values(tensor.blocks != nullptr ? 0 : tensor.columns());
    for (std::uint64_t row = 0; row < rows; row += step) {
      const std::uint64_t count = std::min(step, rows - row);
      for (std::uint64_t i = 0; i < count; ++i) {
        std::byte* const target = piece.data() + i * rowBytes;
        if (tensor.blocks != nullptr) {
          tensor.copyRow(row + i, target);
        } else {
          tensor.readRow(row + i, values.data());
          type.encode(values.data(), target, tensor.columns(), {});
        }
      }
      m_out.write(std::span(piece).first(count * rowBytes));
      done += count * rowBytes;
      if (m_options.progress) m_options.progress(done, m_out.tensorBytes());
    }
    return done;
  }

  const fs::path& m_folder;
  const ConvertOptions& m_options;
  HfConfig m_config;
  const Family& m_family;
  HfConfig m_full;
  formats::Checkpoint m_checkpoint;
  const quant::BlockType* m_type;
  formats::GgufWriter m_out;
  std::vector<OutputTensor> m_tensors;
};

}  // namespace

ConvertResult convert(const fs::path& folder, const fs::path& out, const ConvertOptions& options) {
  if (!fs::is_directory(folder)) {
    throw Error(ErrorCode::NotFound, "There is no such folder.", folder.string());
  }
  try {
    return Converter(folder, out, options).run();
  } catch (const Error& error) {
    if (!error.context().empty()) throw;
    throw Error(error.code(), error.sentence(), folder.string());
  }
}

}  // namespace alcove::convert
