// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors_file.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/checked.h"
#include "formats/gguf_cursor.h"
#include "formats/safetensors_header.h"
#include "quant/block_type.h"

namespace alcove::formats {
namespace {

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the format

void decodeDouble(const std::byte* stored, float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    double value;
    std::memcpy(&value, stored + i * sizeof value, sizeof value);
    values[i] = float(value);
  }
}

std::span<const Dtype> dtypes() {
  static const Dtype table[] = {
      {"F64", 8, decodeDouble},
      {"F32", 4, quant::kF32.decode},
      {"F16", 2, quant::kF16.decode},
      {"BF16", 2, quant::kBF16.decode},
      {"I64", 8, nullptr},
      {"I32", 4, nullptr},
      {"I16", 2, nullptr},
      {"I8", 1, nullptr},
      {"U64", 8, nullptr},
      {"U32", 4, nullptr},
      {"U16", 2, nullptr},
      {"U8", 1, nullptr},
      {"BOOL", 1, nullptr},
      {"F8_E4M3", 1, nullptr},
      {"F8_E5M2", 1, nullptr},
      {"F8_E8M0", 1, nullptr},
  };
  return table;
}

std::string_view headerText(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The file has {} bytes, fewer than the {} with which every safetensors "
                            "file begins.",
                            file.size(), kLengthBytes));
  }
  std::uint64_t length;
  std::memcpy(&length, file.data(), sizeof length);
  if (length > file.size() - kLengthBytes) {
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The header claims {} bytes, but only {} follow: this is no safetensors "
                    "file, or its end is missing.",
                    length, file.size() - kLengthBytes));
  }
  if (length > kMaxHeaderBytes) {
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("The header has {} bytes; the format allows {}.", length, kMaxHeaderBytes));
  }
  return {reinterpret_cast<const char*>(file.data()) + kLengthBytes, std::size_t(length)};
}

[[noreturn]] void corrupt(const SafetensorsEntry& entry, std::string_view rest) {
  throw Error(ErrorCode::Corrupt, fmt::format("Tensor {} {}", inQuotes(entry.name), rest));
}

// The bytes that the shape and the type ask for.
std::uint64_t bytesOf(const SafetensorsEntry& entry, const Dtype& dtype) {
  std::uint64_t bytes = dtype.bytes;
  for (const std::uint64_t dim : entry.shape) {
    const auto product = base::checkedMultiply(bytes, dim);
    if (!product) {
      corrupt(entry,
              fmt::format("has impossibly large dimensions ({}).", fmt::join(entry.shape, " × ")));
    }
    bytes = *product;
  }
  return bytes;
}

// `next` is where the tensors before this one end.
SafeTensor resolve(SafetensorsEntry&& entry, std::span<const std::byte> data, std::uint64_t next) {
  const Dtype* const dtype = findDtype(entry.dtype);
  if (dtype == nullptr) {
    throw Error(ErrorCode::Unsupported,
                fmt::format("Tensor {} has the type {}, which Alcove does not know.",
                            inQuotes(entry.name), inQuotes(entry.dtype)));
  }
  if (entry.end < entry.begin) {
    corrupt(entry,
            fmt::format("ends at offset {}, before it begins at {}.", entry.end, entry.begin));
  }
  const std::uint64_t bytes = bytesOf(entry, *dtype);
  if (bytes != entry.end - entry.begin) {
    corrupt(entry, fmt::format("needs {} bytes by its shape and type, but its offsets give it {}.",
                               bytes, entry.end - entry.begin));
  }
  if (entry.begin < next) {
    corrupt(entry, fmt::format("begins at offset {}, inside another tensor.", entry.begin));
  }
  if (entry.begin > next) {
    corrupt(entry, fmt::format("begins at offset {}, which leaves a gap behind offset {}.",
                               entry.begin, next));
  }
  if (entry.end > data.size()) {
    corrupt(entry, fmt::format("ends at offset {} of the data, but the file has only {} bytes of "
                               "data.",
                               entry.end, data.size()));
  }
  return {std::move(entry.name), dtype, std::move(entry.shape),
          data.subspan(std::size_t(entry.begin), std::size_t(bytes))};
}

}  // namespace

const Dtype* findDtype(std::string_view name) {
  for (const Dtype& dtype : dtypes()) {
    if (dtype.name == name) return &dtype;
  }
  return nullptr;
}

void SafetensorsFile::read() {
  const auto file = m_file->bytes();
  const std::string_view json = headerText(file);
  std::vector<SafetensorsEntry> entries = readSafetensorsHeader(json);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  const auto data = file.subspan(kLengthBytes + json.size());
  m_tensors.reserve(entries.size());
  std::uint64_t next = 0;
  for (SafetensorsEntry& entry : entries) {
    const std::uint64_t end = entry.end;
    m_tensors.push_back(resolve(std::move(entry), data, next));
    next = end;
  }
  if (next != data.size()) {
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The tensors end at offset {} of the data, but the file has {} bytes of "
                    "data.",
                    next, data.size()));
  }
}

std::shared_ptr<const SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
  std::shared_ptr<SafetensorsFile> result(new SafetensorsFile);
  result->m_file = base::MappedFile::open(path);
  try {
    result->read();
  } catch (const Error& error) {
    result->m_file->verifySize();
    throw Error(error.code(), error.sentence(), path.string());
  }
  result->m_file->verifySize();
  return result;
}

}  // namespace alcove::formats
