// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/string_formats.h"

namespace alcove::grammar {
namespace {

// RFC 3339, section 5.6.
#define ALCOVE_DATE                                                                         \
  "[1-9]\\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]" \
  "\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
#define ALCOVE_TIME \
  "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)"
#define ALCOVE_LABEL "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
#define ALCOVE_HOST ALCOVE_LABEL "(?:\\." ALCOVE_LABEL "){0,5}"

struct StringFormat {
  std::string_view name;
  const char* pattern;
};

constexpr StringFormat kFormats[] = {
    {"date", "^" ALCOVE_DATE "$"},
    {"time", "^" ALCOVE_TIME "$"},
    {"date-time", "^" ALCOVE_DATE "T" ALCOVE_TIME "$"},
    {"duration",
     "^P(?:\\d{1,3}W|\\d{1,3}D(?:T\\d{1,2}H(?:\\d{1,2}M(?:\\d{1,2}S)?)?)?|T(?:\\d{1,2}H(?:\\d{1,2}"
     "M("
     "?:\\d{1,2}S)?)?|\\d{1,2}M(?:\\d{1,2}S)?|\\d{1,2}S))$"},
    {"uuid", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    {"email", "^[A-Za-z0-9_+-]{1,30}(?:\\.[A-Za-z0-9_+-]{1,10}){0,2}@(?:" ALCOVE_LABEL
              "\\.){1,4}[A-Za-z]{2,10}$"},
    {"hostname", "^" ALCOVE_HOST "$"},
    {"ipv4",
     "^(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)$"},
    {"ipv6", "^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$"},
    {"uri",
     "^https?://" ALCOVE_HOST
     "(?::[1-9]\\d{0,3})?(?:/[A-Za-z0-9._~-]*)*(?:\\?[A-Za-z0-9._~=&-]*)?(?:#[A-Za-z0-9._~-]*)?$"},
};

}  // namespace

const char* patternOfFormat(std::string_view name) {
  for (const StringFormat& format : kFormats)
    if (format.name == name) return format.pattern;
  return nullptr;
}

std::string knownFormats() {
  std::string names;
  for (const StringFormat& format : kFormats)
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

}  // namespace alcove::grammar
