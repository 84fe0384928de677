// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The global functions of templates.
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "alcove/error.h"
#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

namespace {

Value range(Interpreter& interpreter, const Arguments& arguments) {
  const BoundArguments bound("range", arguments, {"start", "stop", "step"});
  const std::int64_t first = bound.requireInteger(0);
  const bool one = bound.get(1) == nullptr;
  const std::int64_t start = one ? 0 : first;
  const std::int64_t stop = one ? first : bound.integer(1, 0);
  const std::int64_t step = bound.integer(2, 1);
  if (step == 0) failRendering("The chat template counts in steps of zero.");
  // In unsigned numbers, where the distance of any two bounds fits.
  const auto unsignedOf = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  const bool empty = step > 0 ? start >= stop : start <= stop;
  const std::uint64_t span =
      step > 0 ? unsignedOf(stop) - unsignedOf(start) : unsignedOf(start) - unsignedOf(stop);
  const std::uint64_t stride = step > 0 ? unsignedOf(step) : 0 - unsignedOf(step);
  const std::uint64_t count = empty ? 0 : (span - 1) / stride + 1;
  if (count > static_cast<std::uint64_t>(kMaxRange)) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The chat template counts beyond {} numbers.", kMaxRange));
  }
  interpreter.budget().make(count * 8);
  std::vector<Value> items;
  items.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    items.push_back(static_cast<std::int64_t>(unsignedOf(start) + i * unsignedOf(step)));
  }
  return Value::list(interpreter.budget(), std::move(items), ListKind::Range);
}

Value makeDict(Interpreter& interpreter, const Arguments& arguments) {
  std::vector<std::pair<Value, Value>> entries;
  for (const Value& value : arguments.positional) {
    if (const Dict* dict = value.asDict()) {
      interpreter.budget().make(dict->entries.size() * 32);
      entries.insert(entries.end(), dict->entries.begin(), dict->entries.end());
      continue;
    }
    for (const ListRef list = interpreter.elements(value); const Value& pair : list->items) {
      const ListRef parts = interpreter.elements(pair);
      if (parts->items.size() != 2) failRendering("'dict' needs pairs in a chat template.");
      entries.emplace_back(parts->items[0], parts->items[1]);
    }
  }
  for (std::size_t i = 0; i < arguments.named.size(); ++i) {
    entries.emplace_back(Value::text(interpreter.budget(), arguments.nameAt(i)),
                         arguments.named[i].second);
  }
  return Value::dict(interpreter.budget(), std::move(entries));
}

Value makeNamespace(Interpreter& interpreter, const Arguments& arguments) {
  Value made = interpreter.makeNamespace();
  auto& fields = (*made.as<NamespaceRef>())->fields;
  const Value initial = makeDict(interpreter, arguments);
  for (const auto& [key, value] : initial.asDict()->entries) {
    const Text* name = key.asText();
    if (!name) failRendering("'namespace' needs names in a chat template.");
    fields.insert_or_assign(toUtf8(*name), value);
  }
  return made;
}

Value raiseException(Interpreter& interpreter, const Arguments& arguments) {
  const BoundArguments bound("raise_exception", arguments, {"message"});
  failRendering(toUtf8(toText(interpreter.budget(), bound.require(0))));
}

// One conversion at a time into a small buffer: the C library would also take a field width, and
// with it make gigabytes.
void appendTime(Text& text, char flag, char conversion, const std::tm& now) {
  const char plainFormat[] = {'%', conversion, '\0'};
  const char flaggedFormat[] = {'%', flag, conversion, '\0'};
  char buffer[128];
  const std::size_t written =
      std::strftime(buffer, sizeof buffer, flag ? flaggedFormat : plainFormat, &now);
  appendAscii(text, std::string_view(buffer, written));
}

Value strftimeNow(Interpreter& interpreter, const Arguments& arguments) {
  const BoundArguments bound("strftime_now", arguments, {"format"});
  const Text& format = bound.requireText(0);
  std::time_t seconds = static_cast<std::time_t>(interpreter.nowUnixSeconds());
  if (seconds == 0)
    seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm now{};
  localtime_r(&seconds, &now);
  interpreter.budget().make(format.size() * 8);
  Text text;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (plain(format[i]) != U'%' || i + 1 == format.size()) {
      text.push_back(format[i]);
      continue;
    }
    char32_t c = plain(format[++i]);
    char flag = 0;
    if ((c == U'-' || c == U'_' || c == U'^') && i + 1 < format.size()) {
      flag = static_cast<char>(c);
      c = plain(format[++i]);
    }
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'%';
    if (!letter) failRendering("'strftime_now' does not know this format in a chat template.");
    appendTime(text, flag, static_cast<char>(c), now);
  }
  return Value::text(interpreter.budget(), std::move(text));
}

}  // namespace

void defineFunctions(Interpreter& interpreter) {
  using Function = Value (*)(Interpreter&, const Arguments&);
  static constexpr std::pair<const char*, Function> kFunctions[] = {
      {"dict", makeDict}, {"namespace", makeNamespace},  {"raise_exception", raiseException},
      {"range", range},   {"strftime_now", strftimeNow},
  };
  for (const auto& [name, function] : kFunctions) {
    interpreter.define(name,
                       CallableRef(std::make_shared<const Callable>(Callable{name, function})));
  }
}

}  // namespace alcove::chat::jinja
