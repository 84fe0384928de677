// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/jinja/library.h"
#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

// Filters on text take anything and read it as it prints.
Text textOf(Interpreter& interpreter, const Value& value) {
  return toText(interpreter.budget(), value);
}

Value made(Interpreter& interpreter, Text text) {
  return Value::text(interpreter.budget(), std::move(text));
}

Value capitalize(Interpreter& interpreter, const Value& input, const Arguments&) {
  return made(interpreter, capitalized(textOf(interpreter, input)));
}

Value lower(Interpreter& interpreter, const Value& input, const Arguments&) {
  return made(interpreter, lowerCase(textOf(interpreter, input)));
}

Value upper(Interpreter& interpreter, const Value& input, const Arguments&) {
  return made(interpreter, upperCase(textOf(interpreter, input)));
}

Value string(Interpreter& interpreter, const Value& input, const Arguments&) {
  return made(interpreter, textOf(interpreter, input));
}

// Words begin after white space, hyphens and opening brackets, unlike those of str.title.
Value title(Interpreter& interpreter, const Value& input, const Arguments&) {
  Text text = textOf(interpreter, input);
  bool begins = true;
  for (char32_t& c : text) {
    const char32_t was = plain(c);
    c = begins ? toUpper(c) : toLower(c);
    begins =
        isSpace(was) || was == U'-' || was == U'(' || was == U'{' || was == U'[' || was == U'<';
  }
  return made(interpreter, std::move(text));
}

Value trim(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("trim", arguments, {"chars"});
  const Text text = textOf(interpreter, input);
  const Text* characters = bound.text(0);
  interpreter.budget().step(text.size() / 16 * (characters ? characters->size() : 1));
  return made(interpreter, Text(strip(text, characters, true, true)));
}

Value replace(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("replace", arguments, {"old", "new", "count"});
  const Text before = textOf(interpreter, bound.require(0));
  const Text after = textOf(interpreter, bound.require(1));
  return made(interpreter, replaced(interpreter.budget(), textOf(interpreter, input), before, after,
                                    bound.integer(2, -1)));
}

// The width may be a number of spaces or the text itself.
Value indent(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("indent", arguments, {"width", "first", "blank"});
  Budget& budget = interpreter.budget();
  Text indentation;
  if (bound.get(0) && bound.get(0)->asText()) {
    indentation = *bound.get(0)->asText();
  } else {
    const std::int64_t width = std::max<std::int64_t>(0, bound.integer(0, 4));
    budget.make(static_cast<std::uint64_t>(width));
    indentation.assign(static_cast<std::size_t>(width), U' ');
  }
  Text text = textOf(interpreter, input);
  text.push_back(U'\n');  // so that a line end at the end stays one
  Text result;
  bool first = true;
  for (const TextView line : splitLines(text)) {
    if (!first) result.push_back(U'\n');
    const bool indents = first ? bound.flag(1, false) : !line.empty() || bound.flag(2, false);
    first = false;
    budget.make(line.size() + indentation.size() + 1);
    if (indents) result += indentation;
    result += line;
  }
  return made(interpreter, std::move(result));
}

Value center(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("center", arguments, {"width"});
  const Text text = textOf(interpreter, input);
  const auto width = static_cast<std::uint64_t>(std::max<std::int64_t>(0, bound.integer(0, 80)));
  if (width <= text.size()) return made(interpreter, text);
  interpreter.budget().make(width);
  const std::size_t padding = width - text.size();
  // Python puts the odd space left where the width is odd.
  const std::size_t left = padding / 2 + (padding & width & 1);
  return made(interpreter, Text(left, U' ') + text + Text(padding - left, U' '));
}

Value truncate(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("truncate", arguments, {"length", "killwords", "end", "leeway"});
  const Text text = textOf(interpreter, input);
  const Text end = bound.text(2) ? *bound.text(2) : Text(U"...");
  const std::int64_t length = bound.integer(0, 255);
  const std::int64_t leeway = bound.integer(3, 5);
  const auto size = static_cast<std::int64_t>(text.size());
  if (length < static_cast<std::int64_t>(end.size()) || leeway < 0) {
    failRendering("'truncate' needs room for its ending in a chat template.");
  }
  if (size <= length || size - length <= leeway) return made(interpreter, text);
  Text kept = text.substr(0, static_cast<std::size_t>(length) - end.size());
  if (!bound.flag(1, false)) {
    const auto space =
        std::find_if(kept.rbegin(), kept.rend(), [](char32_t c) { return plain(c) == U' '; });
    if (space != kept.rend()) kept.resize(static_cast<std::size_t>(kept.rend() - space) - 1);
  }
  return made(interpreter, kept + end);
}

Value wordCount(Interpreter& interpreter, const Value& input, const Arguments&) {
  std::int64_t count = 0;
  bool inWord = false;
  for (const char32_t c : textOf(interpreter, input)) {
    const bool part = isLetter(c) || isDigit(c) || plain(c) == U'_';
    if (part && !inWord) ++count;
    inWord = part;
  }
  return count;
}

Value escape(Interpreter& interpreter, const Value& input, const Arguments&) {
  if (input.isMarkup()) return input;
  Budget& budget = interpreter.budget();
  return made(interpreter, escapedForHtml(budget, textOf(interpreter, input))).asMarkup(budget);
}

Value forceEscape(Interpreter& interpreter, const Value& input, const Arguments&) {
  Budget& budget = interpreter.budget();
  return made(interpreter, escapedForHtml(budget, textOf(interpreter, input))).asMarkup(budget);
}

Value safe(Interpreter& interpreter, const Value& input, const Arguments&) {
  return made(interpreter, textOf(interpreter, input)).asMarkup(interpreter.budget());
}

Value format(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const Value text = input.asText() ? input : made(interpreter, textOf(interpreter, input));
  if (arguments.named.empty()) {
    return formatPercent(interpreter.budget(), text, arguments.positional);
  }
  if (!arguments.positional.empty()) {
    failRendering("'format' takes values either by position or by name in a chat template.");
  }
  std::vector<std::pair<Value, Value>> named;
  for (std::size_t i = 0; i < arguments.named.size(); ++i) {
    named.emplace_back(made(interpreter, arguments.nameAt(i)), arguments.named[i].second);
  }
  return formatPercent(interpreter.budget(), text,
                       {Value::dict(interpreter.budget(), std::move(named))});
}

// One level of `indent`: that many spaces, or the text itself.
Text indentation(Interpreter& interpreter, const Value& value) {
  if (const Text* text = value.asText()) return *text;
  const auto width = value.asInteger();
  if (!width) failRendering("'tojson' needs a number or a text as its indent.");
  const auto spaces = static_cast<std::uint64_t>(std::max<std::int64_t>(0, *width));
  interpreter.budget().make(spaces);
  return Text(spaces, U' ');
}

Value toJsonFilter(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  // The order is that of transformers, whose filter takes the place of Jinja's own.
  const BoundArguments bound("tojson", arguments,
                             {"ensure_ascii", "indent", "separators", "sort_keys"});
  JsonOptions options;
  options.asciiOnly = bound.flag(0, false);
  if (bound.get(1) && !bound.get(1)->is<None>()) {
    options.indent = indentation(interpreter, *bound.get(1));
  }
  options.sortKeys = bound.flag(3, false);
  if (bound.get(2) && !bound.get(2)->is<None>()) {
    const ListRef parts = interpreter.elements(*bound.get(2));
    if (parts->items.size() != 2 || !parts->items[0].asText() || !parts->items[1].asText()) {
      failRendering("'tojson' needs two texts as separators in a chat template.");
    }
    options.itemSeparator = *parts->items[0].asText();
    options.keySeparator = *parts->items[1].asText();
  }
  return toJson(interpreter.budget(), input, options);
}

// As a path in an address: what is neither a letter, a digit nor one of -_.~/ as %XX.
Value urlEncode(Interpreter& interpreter, const Value& input, const Arguments&) {
  if (!input.asText()) failRendering("'urlencode' needs a text in a chat template.");
  Text encoded;
  for (const char32_t c : *input.asText()) {
    interpreter.budget().make(12);
    const char32_t p = plain(c);
    const bool stays =
        p < 0x80 && (isLetter(p) || isDigit(p) || TextView(U"-_.~/").find(p) != TextView::npos);
    if (stays) {
      encoded.push_back(c);
      continue;
    }
    for (const char byte : toUtf8(Text(1, c))) {
      appendAscii(encoded, fmt::format("%{:02X}", static_cast<unsigned char>(byte)), c & kDataMark);
    }
  }
  return made(interpreter, std::move(encoded));
}

constexpr FilterRow kFilters[] = {
    {"capitalize", capitalize, true},
    {"center", center, true},
    {"e", escape},
    {"escape", escape},
    {"forceescape", forceEscape},
    {"format", format},
    {"indent", indent, true},
    {"lower", lower, true},
    {"replace", replace},
    {"safe", safe},
    {"string", string, true},
    {"title", title},
    {"tojson", toJsonFilter},
    {"trim", trim, true},
    {"truncate", truncate, true},
    {"upper", upper, true},
    {"urlencode", urlEncode},
    {"wordcount", wordCount},
};

}  // namespace

std::span<const FilterRow> textFilters() { return kFilters; }

}  // namespace alcove::chat::jinja
