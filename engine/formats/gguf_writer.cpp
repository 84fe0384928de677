// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.h"
#include "base/checked.h"
#include "formats/gguf_header.h"

namespace alcove::formats {
namespace {

constexpr std::uint64_t kAlignment = 32;
constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kMaxNameBytes = 63;
constexpr std::string_view kAlignmentKey = "general.alignment";

std::uint64_t padded(std::uint64_t size) { return (size + kAlignment - 1) & ~(kAlignment - 1); }

template <class T>
void append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void appendString(std::string& out, std::string_view text) {
  append(out, std::uint64_t(text.size()));
  out += text;
}

template <class T>
std::string scalar(T value) {
  std::string out;
  append(out, value);
  return out;
}

std::string arrayHead(GgufType elementType, std::uint64_t count) {
  std::string out;
  append(out, std::uint32_t(elementType));
  append(out, count);
  return out;
}

template <class T>
std::string array(GgufType elementType, std::span<const T> values) {
  std::string out = arrayHead(elementType, values.size());
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return out;
}

}  // namespace

GgufWriter::GgufWriter(std::filesystem::path path) : m_file(std::move(path)) {}

void GgufWriter::set(std::string_view key, GgufType type, std::string bytes) {
  ALCOVE_ASSERT(!m_inData && !key.empty() && key.size() <= kMaxKeyBytes);
  if (key == kAlignmentKey) return;
  const auto found = m_valueByKey.find(key);
  if (found != m_valueByKey.end()) {
    Value& value = m_values[found->second];
    value.type = type;
    value.bytes = std::move(bytes);
    return;
  }
  m_valueByKey.emplace(key, m_values.size());
  m_values.push_back({std::string(key), type, std::move(bytes)});
}

void GgufWriter::setUint32(std::string_view key, std::uint32_t value) {
  set(key, GgufType::Uint32, scalar(value));
}
void GgufWriter::setUint64(std::string_view key, std::uint64_t value) {
  set(key, GgufType::Uint64, scalar(value));
}
void GgufWriter::setInt32(std::string_view key, std::int32_t value) {
  set(key, GgufType::Int32, scalar(value));
}
void GgufWriter::setFloat32(std::string_view key, float value) {
  set(key, GgufType::Float32, scalar(value));
}
void GgufWriter::setBool(std::string_view key, bool value) {
  set(key, GgufType::Bool, scalar(std::uint8_t(value)));
}
void GgufWriter::setString(std::string_view key, std::string_view value) {
  std::string bytes;
  appendString(bytes, value);
  set(key, GgufType::String, std::move(bytes));
}
void GgufWriter::setStrings(std::string_view key, std::span<const std::string> values) {
  std::string bytes = arrayHead(GgufType::String, values.size());
  for (const std::string& value : values) appendString(bytes, value);
  set(key, GgufType::Array, std::move(bytes));
}
void GgufWriter::setInt32s(std::string_view key, std::span<const std::int32_t> values) {
  set(key, GgufType::Array, array(GgufType::Int32, values));
}
void GgufWriter::setUint32s(std::string_view key, std::span<const std::uint32_t> values) {
  set(key, GgufType::Array, array(GgufType::Uint32, values));
}
void GgufWriter::setFloat32s(std::string_view key, std::span<const float> values) {
  set(key, GgufType::Array, array(GgufType::Float32, values));
}
void GgufWriter::setBools(std::string_view key, const std::vector<bool>& values) {
  std::string bytes = arrayHead(GgufType::Bool, values.size());
  for (const bool value : values) append(bytes, std::uint8_t(value));
  set(key, GgufType::Array, std::move(bytes));
}
void GgufWriter::setBytes(std::string_view key, std::span<const std::uint8_t> values) {
  set(key, GgufType::Array, array(GgufType::Uint8, values));
}

void GgufWriter::copy(std::string_view key, const GgufValue& value) {
  std::string bytes;
  if (value.type == GgufType::Array) bytes = arrayHead(value.elementType, value.count);
  if (value.type == GgufType::String) append(bytes, std::uint64_t(value.bytes.size()));
  bytes.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  set(key, value.type, std::move(bytes));
}

void GgufWriter::remove(std::string_view key) {
  ALCOVE_ASSERT(!m_inData);
  const auto found = m_valueByKey.find(key);
  if (found == m_valueByKey.end()) return;
  const std::size_t removed = found->second;
  m_values.erase(m_values.begin() + std::ptrdiff_t(removed));
  m_valueByKey.erase(found);
  for (auto& [name, index] : m_valueByKey) index -= index > removed ? 1 : 0;
}

std::uint64_t GgufWriter::addTensor(std::string_view name, const quant::BlockType& type,
                                    std::span<const std::uint64_t> dims) {
  ALCOVE_ASSERT(!m_inData && !name.empty() && name.size() <= kMaxNameBytes);
  ALCOVE_ASSERT(!dims.empty() && dims.size() <= 4 && dims[0] % type.blockValues == 0);
  std::uint64_t bytes = dims[0] / type.blockValues;
  for (std::size_t i = 1; i < dims.size(); ++i) {
    bytes = base::checkedMultiply(bytes, dims[i]).value();
  }
  bytes = base::checkedMultiply(bytes, type.blockBytes).value();
  ALCOVE_ASSERT(bytes > 0);
  const bool added = m_tensorByName.emplace(name, m_tensors.size()).second;
  ALCOVE_ASSERT(added);
  m_tensors.push_back({std::string(name), &type, {dims.begin(), dims.end()}, bytes});
  m_tensorBytes = base::checkedAdd(m_tensorBytes, bytes).value();
  return bytes;
}

void GgufWriter::beginData() {
  ALCOVE_ASSERT(!m_inData);
  m_inData = true;
  std::string header = "GGUF";
  append(header, kVersion);
  append(header, std::uint64_t(m_tensors.size()));
  append(header, std::uint64_t(m_values.size()));
  for (const Value& value : m_values) {
    appendString(header, value.key);
    append(header, std::uint32_t(value.type));
    header += value.bytes;
  }
  std::uint64_t offset = 0;
  for (const Tensor& tensor : m_tensors) {
    appendString(header, tensor.name);
    append(header, std::uint32_t(tensor.dims.size()));
    for (const std::uint64_t dim : tensor.dims) append(header, dim);
    append(header, tensor.type->ggmlId);
    append(header, offset);
    offset += padded(tensor.bytes);
  }
  m_file.reserve(padded(header.size()) + offset);
  m_file.write(std::as_bytes(std::span(header)));
  m_position = header.size();
  pad();
}

void GgufWriter::write(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  ALCOVE_ASSERT(m_inData && m_current < m_tensors.size());
  const Tensor& tensor = m_tensors[m_current];
  ALCOVE_ASSERT(bytes.size() <= tensor.bytes - m_written);
  m_file.write(bytes);
  m_position += bytes.size();
  m_written += bytes.size();
  if (m_written < tensor.bytes) return;
  pad();
  ++m_current;
  m_written = 0;
}

void GgufWriter::commit(const std::function<void(const std::filesystem::path&)>& check) {
  ALCOVE_ASSERT(m_inData && m_current == m_tensors.size());
  if (check) check(m_file.temporaryPath());
  m_file.commit();
}

void GgufWriter::pad() {
  static constexpr std::array<std::byte, kAlignment> kZeros{};
  const std::uint64_t missing = padded(m_position) - m_position;
  m_file.write(std::span(kZeros).first(missing));
  m_position += missing;
}

}  // namespace alcove::formats
