// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/json_check.h"

#include <nlohmann/json.hpp>
#include <vector>

namespace alcove::formats {
namespace {

using nlohmann::json;

class Inspector final : public nlohmann::json_sax<json> {
 public:
  explicit Inspector(const JsonLimits& limits) : m_limits(limits) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t&) override {
    return ++m_members.back() <= m_limits.members || fail(JsonFault::Kind::TooManyMembers);
  }
  bool parse_error(std::size_t byte, const std::string&, const json::exception& error) override {
    const bool syntax = dynamic_cast<const json::parse_error*>(&error) != nullptr;
    return fail(syntax ? JsonFault::Kind::NotJson : JsonFault::Kind::NumberTooLarge, byte);
  }

  [[nodiscard]] const JsonFault& fault() const { return m_fault; }

 private:
  bool open() {
    m_members.push_back(0);
    return m_members.size() <= m_limits.depth || fail(JsonFault::Kind::TooDeep);
  }
  bool close() {
    m_members.pop_back();
    return true;
  }
  bool fail(JsonFault::Kind kind, std::size_t byte = 0) {
    m_fault = {kind, byte};
    return false;
  }

  JsonLimits m_limits;
  std::vector<std::size_t> m_members;  // of each object or array that is open, so far
  JsonFault m_fault;
};

}  // namespace

JsonFault checkJson(std::string_view text, const JsonLimits& limits) {
  Inspector inspector(limits);
  (void)json::sax_parse(text, &inspector);
  return inspector.fault();
}

}  // namespace alcove::formats
