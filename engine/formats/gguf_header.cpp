// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_header.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <bit>

#include "base/checked.h"
#include "formats/gguf_lookup.h"

namespace alcove::formats {
namespace {

constexpr std::uint64_t kFixedBytes = 24;          // magic, version, two counts
constexpr std::uint64_t kLeastTensorBytes = 24;    // name length, rank, type, offset
constexpr std::uint64_t kLeastMetadataBytes = 13;  // key length, type, one byte of value

bool startsWith(std::span<const std::byte> file, std::string_view text) {
  return file.size() >= text.size() && std::memcmp(file.data(), text.data(), text.size()) == 0;
}

// People often have one of these under the name of the model that they meant.
std::string describeForeignFile(std::span<const std::byte> file) {
  if (startsWith(file, "version https://git-lfs")) {
    return "This is a Git LFS pointer, not the model itself: download the file it stands for.";
  }
  if (startsWith(file, "<!DOCTYPE") || startsWith(file, "<html")) {
    return "This is a web page, not a GGUF file: the download went wrong.";
  }
  if (startsWith(file, "PK\x03\x04")) return "This is a zip archive, not a GGUF file: unpack it.";
  if (startsWith(file, "FUGG")) {
    return "This GGUF file was written for big-endian machines, which Alcove does not read.";
  }
  if (startsWith(file, "ggml") || startsWith(file, "lmgg") || startsWith(file, "tjgg") ||
      startsWith(file, "fmgg")) {
    return "This file is in a format from before GGUF: convert it or download a newer one.";
  }
  return "This is not a GGUF file: it does not begin with the letters GGUF.";
}

void readMagic(GgufCursor& cursor, std::span<const std::byte> file) {
  if (file.empty()) cursor.corrupt("The file is empty.", 0);
  if (!startsWith(file, "GGUF")) {
    const std::string_view whole = "GGUF";
    if (file.size() >= whole.size() || !startsWith(file, whole.substr(0, file.size()))) {
      cursor.corrupt(describeForeignFile(file), 0);
    }
  }
  if (file.size() < kFixedBytes) {
    cursor.corrupt(
        fmt::format("The file has {} bytes, fewer than the {} with which every GGUF file begins.",
                    file.size(), kFixedBytes),
        file.size());
  }
  (void)cursor.take(4, "the magic number");
}

std::uint32_t readVersion(GgufCursor& cursor) {
  const auto version = cursor.read<std::uint32_t>("the version");
  if (version == 2 || version == 3) return version;
  if (version != 0 && (version & 0xffff) == 0) {
    throw Error(ErrorCode::Unsupported,
                "This GGUF file was written for big-endian machines, which Alcove does not read.",
                "byte 4");
  }
  if (version == 0) cursor.corrupt("The file claims GGUF version 0, which never existed.", 4);
  throw Error(ErrorCode::Unsupported,
              fmt::format("The file is GGUF version {}; Alcove reads versions 2 and 3.", version),
              "byte 4");
}

// A count cannot be larger than the rest of the file divided by the least size of an entry.
std::uint64_t readCount(GgufCursor& cursor, std::string_view things, std::uint64_t fileBytes,
                        std::uint64_t leastBytes, std::uint64_t limit) {
  const std::uint64_t position = cursor.position();
  const auto count = cursor.read<std::uint64_t>("a count");
  if (count > (fileBytes - kFixedBytes) / leastBytes) {
    cursor.corrupt(fmt::format("The file claims {} {}, more than its {} bytes could hold.", count,
                               things, fileBytes),
                   position);
  }
  if (count > limit) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The file has {} {}; Alcove reads at most {}.", count, things, limit),
                fmt::format("byte {}", position));
  }
  return count;
}

std::uint64_t readAlignment(const GgufHeader& header, const GgufCursor& cursor) {
  constexpr std::uint64_t kDefault = 32;
  const GgufValue* const value = findValue(header, "general.alignment");
  if (value == nullptr) return kDefault;
  const auto position = cursor.position();
  if (value->type != GgufType::Uint32) {
    cursor.corrupt(
        fmt::format("The metadata value 'general.alignment' must be a uint32, but is {}.",
                    ggufTypeName(value->type)),
        position);
  }
  const std::uint64_t alignment = asUint(*value).value();
  if (!std::has_single_bit(alignment)) {
    cursor.corrupt(fmt::format("The metadata value 'general.alignment' is {}, which is not a power "
                               "of two.",
                               alignment),
                   position);
  }
  return alignment;
}

std::optional<std::uint64_t> readWhole(const GgufHeader& header, const char* key) {
  const GgufValue* const value = findValue(header, key);
  if (value == nullptr) return std::nullopt;
  const auto number = asUint(*value);
  if (number) return number;
  throw Error(ErrorCode::Corrupt,
              fmt::format("The metadata value '{}' must be a whole number, but is {}.", key,
                          ggufTypeName(value->type)));
}

GgufSplit readSplit(const GgufHeader& header) {
  constexpr std::uint64_t kMostParts = 99'999;  // the names of the files have five digits
  const auto count = readWhole(header, "split.count");
  if (!count || *count == 1) return {};
  const auto number = readWhole(header, "split.no");
  if (*count == 0 || *count > kMostParts) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The file claims to be one of {} parts of a split model.", *count));
  }
  if (!number || *number >= *count) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The file claims to be one of {} parts of a split model, but its part "
                            "number is missing or out of range.",
                            *count));
  }
  return {*number, *count, readWhole(header, "split.tensors.count")};
}

}  // namespace

void GgufHeader::read(std::span<const std::byte> file) {
  GgufCursor cursor(file);
  readMagic(cursor, file);
  version = readVersion(cursor);
  const auto tensorCount =
      readCount(cursor, "tensors", file.size(), kLeastTensorBytes, kMaxTensors);
  const auto metadataCount =
      readCount(cursor, "metadata values", file.size(), kLeastMetadataBytes, kMaxMetadata);
  readMetadata(cursor, metadataCount, metadata);
  metadataByKey = sortByKey(metadata);
  checkDuplicateKeys(metadata, metadataByKey);
  alignment = readAlignment(*this, cursor);
  split = readSplit(*this);
  readTensorInfos(cursor, tensorCount, infos);
  const auto padded = base::checkedAdd(cursor.position(), alignment - 1);
  dataStart = padded.value() & ~(alignment - 1);
  if (!infos.empty() && dataStart >= file.size()) {
    cursor.corrupt(
        fmt::format("The tensors' data should begin at byte {}, but the file has only {} "
                    "bytes.",
                    dataStart, file.size()),
        cursor.position());
  }
}

}  // namespace alcove::formats
