// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/training_batch.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstring>
#include <limits>
#include <optional>

#include "formats/safetensors_file.h"

namespace alcove::training {
namespace {

constexpr std::int64_t kNotScored = -100;

// The integers of one tensor, checked to have the shape of the others.
class BatchFile {
 public:
  explicit BatchFile(const std::filesystem::path& path)
      : m_path(path.string()), m_file(formats::SafetensorsFile::open(path)) {
    const formats::SafeTensor* ids = find("input_ids");
    if (!ids || ids->shape.size() != 2) corrupt("'input_ids' should be there, rows × columns");
    m_shape = ids->shape;
    if (ids->data.empty()) corrupt("'input_ids' should not be empty");
  }

  [[nodiscard]] std::size_t rows() const { return m_shape[0]; }
  [[nodiscard]] std::size_t columns() const { return m_shape[1]; }

  // Nothing if there is no such tensor.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::string_view name) const {
    const formats::SafeTensor* tensor = find(name);
    if (!tensor) return std::nullopt;
    if (tensor->shape != m_shape)
      corrupt(fmt::format("'{}' should have the shape of 'input_ids'", name));
    const std::string_view type = tensor->dtype->name;
    if (type != "I32" && type != "I64")
      corrupt(fmt::format("'{}' holds {}, not integers of 32 or 64 bits", name, type));
    std::vector<std::int64_t> values(m_shape[0] * m_shape[1]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::int32_t narrow = 0;
      const std::byte* at = tensor->data.data() + i * tensor->dtype->bytes;
      if (type == "I64")
        std::memcpy(&values[i], at, sizeof values[i]);
      else
        std::memcpy(&narrow, at, sizeof narrow), values[i] = narrow;
    }
    return values;
  }

  [[nodiscard]] std::vector<std::int64_t> required(std::string_view name) const {
    auto values = integers(name);
    if (!values) corrupt(fmt::format("'{}' is missing", name));
    return std::move(*values);
  }

  [[noreturn]] void corrupt(const std::string& what) const {
    throw Error(ErrorCode::Corrupt, fmt::format("This is no batch for training: {}.", what),
                m_path);
  }
  [[noreturn]] void unsupported(const std::string& what) const {
    throw Error(ErrorCode::Unsupported, what, m_path);
  }

 private:
  [[nodiscard]] const formats::SafeTensor* find(std::string_view name) const {
    for (const formats::SafeTensor& tensor : m_file->tensors())
      if (tensor.name == name) return &tensor;
    return nullptr;
  }

  std::string m_path;
  std::shared_ptr<const formats::SafetensorsFile> m_file;
  std::vector<std::uint64_t> m_shape;
};

std::int32_t tokenOf(const BatchFile& file, std::int64_t value, const char* what) {
  if (value < 0 || value > std::numeric_limits<std::int32_t>::max())
    file.corrupt(fmt::format("{} {} is no token", what, value));
  return std::int32_t(value);
}

// How many tokens of a row come before its padding.
std::size_t lengthOf(const BatchFile& file, const std::vector<std::int64_t>* mask,
                     std::size_t row) {
  if (!mask) return file.columns();
  std::size_t length = 0;
  while (length < file.columns() && (*mask)[row * file.columns() + length] != 0) ++length;
  for (std::size_t i = length; i < file.columns(); ++i)
    if ((*mask)[row * file.columns() + i] != 0)
      file.unsupported("The batch has padding before tokens; only padding on the right is read.");
  return length;
}

}  // namespace

TrainingBatch readTrainingBatch(const std::filesystem::path& path) {
  const BatchFile file(path);
  const auto ids = file.required("input_ids"), labels = file.required("labels");
  const auto mask = file.integers("attention_mask");
  const auto segments = file.integers("segment_ids"), positions = file.integers("position_ids");
  TrainingBatch batch;
  for (std::size_t row = 0; row < file.rows(); ++row) {
    const std::size_t first = row * file.columns();
    const std::size_t end = first + lengthOf(file, mask ? &*mask : nullptr, row);
    for (std::size_t i = first; i < end; ++i) {
      const bool begins = i == first || (segments && (*segments)[i] != (*segments)[i - 1]) ||
                          (!segments && positions && (*positions)[i] == 0);
      if (begins) batch.lengths.push_back(0);
      if (positions && (*positions)[i] != std::int64_t(batch.lengths.back()))
        file.unsupported("The positions of an example do not count up from 0.");
      if (!begins && labels[i] != kNotScored)
        batch.targets.push_back(
            {std::uint32_t(batch.tokens.size()) - 1, tokenOf(file, labels[i], "The label")});
      batch.tokens.push_back(tokenOf(file, ids[i], "The id"));
      ++batch.lengths.back();
    }
  }
  return batch;
}

}  // namespace alcove::training
