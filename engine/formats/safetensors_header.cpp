// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors_header.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/gguf_cursor.h"

namespace alcove::formats {
namespace {

constexpr std::size_t kMaxRank = 8;

// Follows the parser's events, so that nothing is built that the format does not have: the depth
// is three at most, and a list too long ends the reading at once.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<SafetensorsEntry> entries;

  bool null() override { return wrong("null"); }
  bool boolean(bool) override { return wrong("a truth value"); }
  bool number_integer(std::int64_t) override { return wrong("a negative number"); }
  bool number_float(double, const std::string&) override { return wrong("a fraction"); }
  bool binary(binary_t&) override { return wrong("binary data"); }

  bool number_unsigned(std::uint64_t value) override {
    if (m_state == State::Shape) {
      auto& shape = entries.back().shape;
      if (shape.size() == kMaxRank) return fail("has more than {} dimensions", kMaxRank);
      shape.push_back(value);
      return true;
    }
    if (m_state != State::Offsets) return wrong("a number");
    if (m_offsets == 2) return fail("has more than {} data offsets", 2);
    (m_offsets++ == 0 ? entries.back().begin : entries.back().end) = value;
    return true;
  }

  bool string(std::string& text) override {
    if (m_state == State::Metadata) return true;
    if (m_state != State::Tensor || m_field != "dtype") return wrong("text");
    entries.back().dtype = text;
    return true;
  }

  bool start_object(std::size_t) override {
    switch (m_state) {
      case State::Start:
        m_state = State::Root;
        return true;
      case State::Root:
        m_state = m_field == "__metadata__" ? State::Metadata : State::Tensor;
        if (m_state == State::Tensor) beginTensor();
        return true;
      default:
        return wrong("an object");
    }
  }

  bool end_object() override {
    if (m_state == State::Tensor && m_fields != (kDtype | kShape | kOffsets)) {
      return fail("lacks one of {}", "dtype, shape and data_offsets");
    }
    m_state = m_state == State::Root ? State::End : State::Root;
    return true;
  }

  bool key(std::string& name) override {
    m_field = name;
    if (m_state != State::Tensor) return true;
    const int field = name == "dtype"          ? kDtype
                      : name == "shape"        ? kShape
                      : name == "data_offsets" ? kOffsets
                                               : 0;
    if (field == 0) return fail("has the unknown field {}", inQuotes(name));
    if ((m_fields & field) != 0) return fail("has the field {} twice", inQuotes(name));
    m_fields |= field;
    return true;
  }

  bool start_array(std::size_t) override {
    if (m_state != State::Tensor || m_field == "dtype") return wrong("a list");
    m_state = m_field == "shape" ? State::Shape : State::Offsets;
    m_offsets = 0;
    return true;
  }

  bool end_array() override {
    if (m_state == State::Offsets && m_offsets != 2) return fail("lacks a data {}", "offset");
    m_state = State::Tensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The header is not valid JSON: it cannot be read beyond byte {}.",
                            position + sizeof(std::uint64_t)));
  }

 private:
  enum class State { Start, Root, Metadata, Tensor, Shape, Offsets, End };
  static constexpr int kDtype = 1;
  static constexpr int kShape = 2;
  static constexpr int kOffsets = 4;

  void beginTensor() {
    if (entries.size() == kMaxSafetensors) {
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("The file has more than {} tensors, the most that Alcove reads.",
                              kMaxSafetensors));
    }
    entries.push_back({m_field, {}, {}, 0, 0});
    m_fields = 0;
  }

  // What stands where it has no place.
  bool wrong(const char* what) {
    if (m_state == State::Start || m_state == State::Root || m_state == State::Metadata) {
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The header should list tensors, but {} is {}.",
                              m_field.empty() ? "all of it" : inQuotes(m_field), what));
    }
    return fail("has {} where it has no place in a header", what);
  }

  template <class T>
  bool fail(fmt::format_string<const T&> text, const T& value) {
    throw Error(ErrorCode::Corrupt, fmt::format("Tensor {} {}.", inQuotes(entries.back().name),
                                                fmt::format(text, value)));
  }

  State m_state = State::Start;
  std::string m_field;  // the last key
  int m_fields = 0;     // which were seen in this tensor
  int m_offsets = 0;
};

void refuseTwins(const std::vector<SafetensorsEntry>& entries) {
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const SafetensorsEntry& entry : entries) names.push_back(entry.name);
  std::sort(names.begin(), names.end());
  const auto twin = std::adjacent_find(names.begin(), names.end());
  if (twin == names.end()) return;
  throw Error(ErrorCode::Corrupt,
              fmt::format("The tensor {} appears more than once.", inQuotes(*twin)));
}

}  // namespace

std::vector<SafetensorsEntry> readSafetensorsHeader(std::string_view json) {
  HeaderReader reader;
  nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
  refuseTwins(reader.entries);
  return std::move(reader.entries);
}

}  // namespace alcove::formats
