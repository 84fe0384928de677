// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/checked.h"
#include "formats/gguf_header.h"
#include "formats/utf8.h"

namespace alcove::formats {
namespace {

constexpr std::uint32_t kMaxRank = 4;
constexpr std::size_t kMaxNameBytes = 63;

std::string_view readName(GgufCursor& cursor, std::uint64_t index) {
  const std::uint64_t position = cursor.position();
  const auto what = fmt::format("The name of tensor {}", index + 1);
  const std::string_view name = cursor.readString(what);
  if (name.empty()) cursor.corrupt(what + " is empty.", position);
  if (name.size() > kMaxNameBytes) {
    cursor.corrupt(fmt::format("{}, {}, has {} bytes; at most {} are allowed.", what,
                               inQuotes(name), name.size(), kMaxNameBytes),
                   position);
  }
  if (name.find('\0') != name.npos) {
    cursor.corrupt(fmt::format("{}, {}, contains a zero byte.", what, inQuotes(name)), position);
  }
  if (!isUtf8(name)) {
    cursor.corrupt(fmt::format("{}, {}, is not valid UTF-8.", what, inQuotes(name)), position);
  }
  return name;
}

GgufTensorInfo readInfo(GgufCursor& cursor, std::uint64_t index) {
  GgufTensorInfo info{};
  info.position = cursor.position();
  info.name = readName(cursor, index);
  const auto what = fmt::format("the entry of tensor {}", inQuotes(info.name));
  info.rank = cursor.read<std::uint32_t>(what);
  if (info.rank < 1 || info.rank > kMaxRank) {
    cursor.corrupt(fmt::format("Tensor {} has {} dimensions; 1 to {} are allowed.",
                               inQuotes(info.name), info.rank, kMaxRank),
                   info.position);
  }
  info.dims.fill(1);
  for (std::uint32_t i = 0; i < info.rank; ++i) info.dims[i] = cursor.read<std::uint64_t>(what);
  info.typeId = cursor.read<std::uint32_t>(what);
  info.offset = cursor.read<std::uint64_t>(what);
  return info;
}

[[noreturn]] void corruptTensor(const GgufTensorInfo& info, std::string_view rest) {
  throw Error(ErrorCode::Corrupt, fmt::format("Tensor {} {}", inQuotes(info.name), rest),
              fmt::format("byte {}", info.position));
}

std::string shapeText(const GgufTensorInfo& info) {
  return fmt::format("{}", fmt::join(info.dims.begin(), info.dims.begin() + info.rank, " × "));
}

// Values in the tensor, refused where a signed 64-bit count of them would not do.
std::uint64_t countValues(const GgufTensorInfo& info) {
  constexpr auto kMost = std::uint64_t(std::numeric_limits<std::int64_t>::max());
  std::uint64_t values = 1;
  for (std::uint32_t i = 0; i < info.rank; ++i) {
    if (info.dims[i] == 0)
      corruptTensor(info, fmt::format("has an empty dimension ({}).", shapeText(info)));
    const auto product = base::checkedMultiply(values, info.dims[i]);
    if (info.dims[i] > kMost || !product || *product > kMost) {
      corruptTensor(info, fmt::format("has impossibly large dimensions ({}).", shapeText(info)));
    }
    values = *product;
  }
  return values;
}

const quant::BlockType& requireType(const GgufTensorInfo& info) {
  const quant::BlockType* const type = quant::findBlockType(info.typeId);
  if (type != nullptr) return *type;
  throw Error(ErrorCode::Unsupported,
              fmt::format("Tensor {} has the type {}: {}.", inQuotes(info.name), info.typeId,
                          quant::describeUnreadableType(info.typeId)),
              fmt::format("byte {}", info.position));
}

}  // namespace

void readTensorInfos(GgufCursor& cursor, std::uint64_t count, std::vector<GgufTensorInfo>& infos) {
  infos.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) infos.push_back(readInfo(cursor, i));
}

GgufTensor resolveTensor(const GgufTensorInfo& info, const GgufHeader& header,
                         std::span<const std::byte> file) {
  const std::uint64_t values = countValues(info);
  const quant::BlockType& type = requireType(info);
  if (info.dims[0] % type.blockValues != 0) {
    corruptTensor(info, fmt::format("has rows of {} values, which is no multiple of the {} values "
                                    "in a block of {}.",
                                    info.dims[0], type.blockValues, type.name));
  }
  const auto bytes = base::checkedMultiply(values / type.blockValues, type.blockBytes);
  if (!bytes) {
    corruptTensor(info, fmt::format("has impossibly large dimensions ({}).", shapeText(info)));
  }
  if (info.offset % header.alignment != 0) {
    corruptTensor(info, fmt::format("begins at offset {}, which is no multiple of the file's "
                                    "alignment of {} bytes.",
                                    info.offset, header.alignment));
  }
  const std::uint64_t available =
      file.size() - std::min<std::uint64_t>(header.dataStart, file.size());
  if (info.offset > available || *bytes > available - info.offset) {
    corruptTensor(info,
                  fmt::format("needs {} bytes at offset {} of the data, but the file has only "
                              "{} bytes of data.",
                              *bytes, info.offset, available));
  }
  return {info.name, &type, info.rank, info.dims,
          file.subspan(header.dataStart + info.offset, *bytes)};
}

std::vector<std::uint32_t> sortByName(std::span<const GgufTensor> tensors) {
  std::vector<std::uint32_t> order(tensors.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return tensors[a].name < tensors[b].name; });
  const auto twin = std::adjacent_find(
      order.begin(), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return tensors[a].name == tensors[b].name; });
  if (twin != order.end()) {
    throw Error(ErrorCode::Corrupt, fmt::format("The tensor {} appears more than once.",
                                                inQuotes(tensors[*twin].name)));
  }
  return order;
}

void checkOverlaps(std::span<const GgufTensor> tensors) {
  std::vector<std::uint32_t> order(tensors.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return tensors[a].data.data() < tensors[b].data.data();
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    const GgufTensor& first = tensors[order[i - 1]];
    const GgufTensor& second = tensors[order[i]];
    if (first.data.data() + first.data.size() > second.data.data()) {
      throw Error(ErrorCode::Corrupt, fmt::format("The tensors {} and {} overlap in the file.",
                                                  inQuotes(first.name), inQuotes(second.name)));
    }
  }
}

}  // namespace alcove::formats
