// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/sentencepiece_model.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <optional>
#include <span>

#include "base/mapped_file.h"
#include "convert/decoder.h"
#include "formats/utf8.h"

namespace alcove::convert {
namespace {

using Bytes = std::span<const std::byte>;

// One field of a protobuf message: a number, or bytes. Wire types as in the encoding's
// description: 0 a varint, 1 eight bytes, 2 a length and bytes, 5 four bytes.
struct Field {
  std::uint32_t number = 0;
  std::uint32_t wire = 0;
  std::uint64_t value = 0;
  Bytes bytes;
};

class ProtobufReader {
 public:
  ProtobufReader(Bytes bytes, const std::byte* fileStart)
      : m_bytes(bytes), m_fileStart(fileStart) {}

  // Nothing at the end of the message.
  std::optional<Field> next() {
    if (m_bytes.empty()) return std::nullopt;
    const std::uint64_t tag = varint();
    Field field;
    field.number = std::uint32_t(tag >> 3);
    field.wire = std::uint32_t(tag & 7);
    switch (field.wire) {
      case 0:
        field.value = varint();
        return field;
      case 1:
        field.bytes = take(8);
        return field;
      case 2:
        field.bytes = take(varint());
        return field;
      case 5:
        field.bytes = take(4);
        return field;
      default:
        corrupt();
    }
  }

  ProtobufReader inside(const Field& field) const {
    if (field.wire != 2) corrupt();
    return {field.bytes, m_fileStart};
  }

  [[noreturn]] void corrupt() const {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The file is no SentencePiece model: it makes no sense at byte {}.",
                            m_bytes.data() - m_fileStart));
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = std::to_integer<std::uint64_t>(take(1)[0]);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    corrupt();
  }

  Bytes take(std::uint64_t size) {
    if (size > m_bytes.size()) corrupt();
    const Bytes taken = m_bytes.first(std::size_t(size));
    m_bytes = m_bytes.subspan(std::size_t(size));
    return taken;
  }

  Bytes m_bytes;
  const std::byte* m_fileStart;
};

constexpr std::int32_t kLastPieceType = 6;

SentencePieceModel::Piece readPiece(ProtobufReader reader) {
  SentencePieceModel::Piece piece;
  while (const auto field = reader.next()) {
    if (field->number == 1 && field->wire == 2) {
      piece.text.assign(reinterpret_cast<const char*>(field->bytes.data()), field->bytes.size());
    } else if (field->number == 2 && field->wire == 5) {
      std::memcpy(&piece.score, field->bytes.data(), sizeof piece.score);
    } else if (field->number == 3 && field->wire == 0) {
      if (field->value < 1 || field->value > kLastPieceType) reader.corrupt();
      piece.type = std::int32_t(field->value);
    }
  }
  if (!std::isfinite(piece.score) || !formats::isUtf8(piece.text)) reader.corrupt();
  return piece;
}

void readTrainer(ProtobufReader reader, SentencePieceModel& model) {
  constexpr std::uint32_t kModelType = 3;
  while (const auto field = reader.next()) {
    if (field->number != kModelType || field->wire != 0) continue;
    if (field->value < 1 || field->value > 4) reader.corrupt();
    model.kind = SentencePieceModel::Kind(field->value);
  }
}

void readNormalizer(ProtobufReader reader, SentencePieceModel& model) {
  constexpr std::uint32_t kMap = 2;
  constexpr std::uint32_t kDummyPrefix = 3;
  constexpr std::uint32_t kExtraWhitespaces = 4;
  while (const auto field = reader.next()) {
    if (field->number == kMap && field->wire == 2) {
      const auto* const data = reinterpret_cast<const std::uint8_t*>(field->bytes.data());
      model.normalizerMap.assign(data, data + field->bytes.size());
    } else if (field->number == kDummyPrefix && field->wire == 0) {
      model.spacePrefix = field->value != 0;
    } else if (field->number == kExtraWhitespaces && field->wire == 0) {
      model.removeExtraWhitespaces = field->value != 0;
    }
  }
}

SentencePieceModel readModel(Bytes bytes) {
  constexpr std::uint32_t kPiece = 1;
  constexpr std::uint32_t kTrainer = 2;
  constexpr std::uint32_t kNormalizer = 3;
  SentencePieceModel model;
  ProtobufReader reader(bytes, bytes.data());
  while (const auto field = reader.next()) {
    if (field->number == kPiece) {
      if (model.pieces.size() == kMaxVocabulary) {
        throw Error(ErrorCode::LimitExceeded,
                    fmt::format("The tokenizer has more than {} pieces.", kMaxVocabulary));
      }
      model.pieces.push_back(readPiece(reader.inside(*field)));
    } else if (field->number == kTrainer) {
      readTrainer(reader.inside(*field), model);
    } else if (field->number == kNormalizer) {
      readNormalizer(reader.inside(*field), model);
    }
  }
  if (model.pieces.empty()) {
    throw Error(ErrorCode::Corrupt, "The file is no SentencePiece model: it has no pieces.");
  }
  return model;
}

}  // namespace

SentencePieceModel SentencePieceModel::read(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  try {
    SentencePieceModel model = readModel(file->bytes());
    file->verifySize();
    return model;
  } catch (const Error& error) {
    file->verifySize();
    throw Error(error.code(), error.sentence(), path.string());
  }
}

}  // namespace alcove::convert
