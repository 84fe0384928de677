// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors_writer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/assert.h"
#include "base/atomic_file.h"

namespace alcove::formats {

void SafetensorsWriter::add(std::string name, const char* dtype, std::vector<std::uint64_t> shape,
                            std::span<const std::byte> bytes) {
  const Dtype* const found = findDtype(dtype);
  ALCOVE_ASSERT(found);
  std::uint64_t wanted = found->bytes;
  for (const std::uint64_t dim : shape) wanted *= dim;
  ALCOVE_ASSERT(wanted == bytes.size());
  ALCOVE_ASSERT(std::ranges::none_of(m_tensors, [&](const Tensor& t) { return t.name == name; }));
  m_tensors.push_back({std::move(name), found, std::move(shape), bytes});
}

void SafetensorsWriter::addFloats(std::string name, std::vector<std::uint64_t> shape,
                                  std::span<const float> values) {
  add(std::move(name), "F32", std::move(shape), std::as_bytes(values));
}

void SafetensorsWriter::setMetadata(std::string key, std::string value) {
  m_metadata.emplace_back(std::move(key), std::move(value));
}

void SafetensorsWriter::write(const std::filesystem::path& path) const {
  // Readers want the widest types first, so that every tensor is aligned to its own.
  std::vector<const Tensor*> order;
  for (const Tensor& tensor : m_tensors) order.push_back(&tensor);
  std::ranges::stable_sort(order, std::greater<>(),
                           [](const Tensor* t) { return t->dtype->bytes; });
  nlohmann::json header = nlohmann::json::object();
  for (const auto& [key, value] : m_metadata) header["__metadata__"][key] = value;
  std::uint64_t at = 0;
  for (const Tensor* tensor : order) {
    header[tensor->name] = {{"dtype", tensor->dtype->name},
                            {"shape", tensor->shape},
                            {"data_offsets", {at, at + tensor->bytes.size()}}};
    at += tensor->bytes.size();
  }
  std::string text = header.dump();
  constexpr std::size_t kAlignment = 8;
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  const std::uint64_t length = text.size();
  base::AtomicFile file(path);
  file.reserve(sizeof length + length + at);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(std::as_bytes(std::span(text)));
  for (const Tensor* tensor : order) file.write(tensor->bytes);
  file.commit();
}

}  // namespace alcove::formats
