// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The methods of texts, as Python's str has them.
#include "chat/jinja/text_methods.h"

#include <algorithm>

#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

Value made(Interpreter& interpreter, Text text) {
  return Value::text(interpreter.budget(), std::move(text));
}

// self[start:end] as the arguments at `position` and behind it bound it; nothing if it begins
// behind the end.
struct Part {
  TextView text;
  std::size_t begin = 0;
  bool inside = true;
};
Part partOf(const Text& self, const BoundArguments& bound, std::size_t position) {
  const auto size = static_cast<std::int64_t>(self.size());
  std::int64_t begin = bound.integer(position, 0);
  std::int64_t end = bound.integer(position + 1, size);
  if (begin < 0) begin = std::max<std::int64_t>(0, begin + size);
  if (end < 0) end = std::max<std::int64_t>(0, end + size);
  end = std::min(end, size);
  if (begin > end) return {{}, 0, false};
  const auto from = static_cast<std::size_t>(begin);
  return {TextView(self).substr(from, static_cast<std::size_t>(end - begin)), from, true};
}

Value stripEnds(Interpreter& interpreter, const Text& self, const Arguments& arguments, bool left,
                bool right) {
  const BoundArguments bound("strip", arguments, {"chars"});
  const Text* characters = bound.text(0);
  interpreter.budget().step(self.size() / 16 * (characters ? characters->size() : 1));
  return made(interpreter, Text(strip(self, characters, left, right)));
}

Value startsOrEnds(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                   bool (*matches)(TextView, TextView) noexcept) {
  const BoundArguments bound("startswith", arguments, {"prefix", "start", "end"});
  const Value& wanted = bound.require(0);
  const Part part = partOf(self, bound, 1);
  if (const Text* text = wanted.asText()) {
    interpreter.budget().read(text->size());
    return part.inside && matches(part.text, *text);
  }
  const List* several = wanted.asList();
  if (!several || !several->isTuple()) {
    failRendering("'startswith' and 'endswith' need a text or a tuple of texts.");
  }
  for (const Value& item : several->items) {
    if (!item.asText()) failRendering("'startswith' and 'endswith' need texts.");
    interpreter.budget().read(item.asText()->size());
    if (part.inside && matches(part.text, *item.asText())) return true;
  }
  return false;
}

Value splitText(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                bool fromRight) {
  const BoundArguments bound("split", arguments, {"sep", "maxsplit"});
  const std::int64_t most = bound.integer(1, -1);
  interpreter.budget().make(self.size());
  std::vector<Value> parts;
  for (const TextView part :
       fromRight ? splitRight(self, bound.text(0), most) : split(self, bound.text(0), most)) {
    parts.push_back(made(interpreter, Text(part)));
  }
  return Value::list(interpreter.budget(), std::move(parts));
}

Value partition(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                bool fromRight) {
  const BoundArguments bound("partition", arguments, {"sep"});
  const Text& separator = bound.requireText(0);
  if (separator.empty()) failRendering("'partition' needs a separator in a chat template.");
  interpreter.budget().make(self.size() * 2);
  const std::size_t at = fromRight ? findLastText(self, separator) : findText(self, separator);
  const TextView view = self;
  TextView parts[3] = {fromRight ? TextView() : view, TextView(), fromRight ? view : TextView()};
  if (at != TextView::npos) {
    parts[0] = view.substr(0, at);
    parts[1] = view.substr(at, separator.size());
    parts[2] = view.substr(at + separator.size());
  }
  std::vector<Value> items;
  for (const TextView part : parts) items.push_back(made(interpreter, Text(part)));
  return Value::list(interpreter.budget(), std::move(items), ListKind::Tuple);
}

Value replaceMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("replace", arguments, {"old", "new", "count"});
  return made(interpreter, replaced(interpreter.budget(), self, bound.requireText(0),
                                    bound.requireText(1), bound.integer(2, -1)));
}

Value joinMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("join", arguments, {"iterable"});
  Text joined;
  bool first = true;
  for (const ListRef list = interpreter.elements(bound.require(0));
       const Value& item : list->items) {
    if (!item.asText()) failRendering("'join' needs texts.");
    interpreter.budget().make(self.size() + item.asText()->size());
    if (!first) joined += self;
    first = false;
    joined += *item.asText();
  }
  return made(interpreter, std::move(joined));
}

Value findMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                 bool fromRight, bool mustBe) {
  const BoundArguments bound("find", arguments, {"sub", "start", "end"});
  const Text& wanted = bound.requireText(0);
  const Part part = partOf(self, bound, 1);
  interpreter.budget().read(self.size() * 2);
  const std::size_t at = !part.inside ? TextView::npos
                         : fromRight  ? findLastText(part.text, wanted)
                                      : findText(part.text, wanted);
  if (at != TextView::npos) return static_cast<std::int64_t>(part.begin + at);
  if (mustBe) failRendering("The chat template looks for what is not in a text.");
  return std::int64_t{-1};
}

Value countMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("count", arguments, {"sub", "start", "end"});
  const Text& wanted = bound.requireText(0);
  const Part part = partOf(self, bound, 1);
  if (!part.inside) return std::int64_t{0};
  interpreter.budget().read(self.size());
  if (wanted.empty()) return static_cast<std::int64_t>(part.text.size() + 1);
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = findText(part.text, wanted, at)) != TextView::npos;
       at += wanted.size()) {
    interpreter.budget().step();
    ++count;
  }
  return count;
}

Value splitLinesMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("splitlines", arguments, {"keepends"});
  const bool keepsEnds = bound.flag(0, false);
  interpreter.budget().make(self.size());
  std::vector<Value> lines;
  const std::vector<TextView> views = splitLines(self);
  for (std::size_t i = 0; i < views.size(); ++i) {
    const char32_t* end = i + 1 < views.size() ? views[i + 1].data() : self.data() + self.size();
    const auto length =
        keepsEnds ? static_cast<std::size_t>(end - views[i].data()) : views[i].size();
    lines.push_back(made(interpreter, Text(views[i].data(), length)));
  }
  return Value::list(interpreter.budget(), std::move(lines));
}

Value changed(Interpreter& interpreter, const Text& self, Text (*change)(TextView)) {
  interpreter.budget().make(self.size());
  return made(interpreter, change(self));
}

Value withoutAffix(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                   bool prefix) {
  const BoundArguments bound("removeprefix", arguments, {"affix"});
  const Text& affix = bound.requireText(0);
  TextView view = self;
  if (prefix && startsWith(view, affix)) view.remove_prefix(affix.size());
  if (!prefix && endsWith(view, affix)) view.remove_suffix(affix.size());
  return made(interpreter, Text(view));
}

enum class Side { Left, Right, Both };

// The text on that side of a field of the width asked for.
Value justified(Interpreter& interpreter, const Text& self, const Arguments& arguments, Side side) {
  const BoundArguments bound("center", arguments, {"width", "fillchar"});
  const std::int64_t width = bound.requireInteger(0);
  const Text* fill = bound.text(1);
  if (fill && fill->size() != 1) failRendering("A field is filled with one character.");
  if (width <= static_cast<std::int64_t>(self.size())) return made(interpreter, self);
  interpreter.budget().make(static_cast<std::uint64_t>(width));
  const auto missing = static_cast<std::size_t>(width) - self.size();
  // Python puts the odd one left where the width is odd.
  const std::size_t left = side == Side::Left    ? 0
                           : side == Side::Right ? missing
                                                 : missing / 2 + (missing & std::size_t(width) & 1);
  const char32_t c = fill ? (*fill)[0] : U' ';
  return made(interpreter, Text(left, c) + self + Text(missing - left, c));
}

Value zeroFilled(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("zfill", arguments, {"width"});
  const std::int64_t width = bound.requireInteger(0);
  if (width <= static_cast<std::int64_t>(self.size())) return made(interpreter, self);
  interpreter.budget().make(static_cast<std::uint64_t>(width));
  const bool sign = !self.empty() && (plain(self[0]) == U'-' || plain(self[0]) == U'+');
  Text filled = self.substr(0, sign ? 1 : 0);
  filled.append(static_cast<std::size_t>(width) - self.size(), U'0');
  return made(interpreter, filled + self.substr(sign ? 1 : 0));
}

Value expandTabs(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("expandtabs", arguments, {"tabsize"});
  const auto size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, bound.integer(0, 8)));
  Text expanded;
  std::uint64_t column = 0;
  for (const char32_t c : self) {
    const bool tab = plain(c) == U'\t';
    const std::uint64_t count = !tab ? 1 : size == 0 ? 0 : size - column % size;
    interpreter.budget().make(count);
    expanded.append(count, tab ? U' ' | (c & kDataMark) : c);
    const bool lineEnd = plain(c) == U'\n' || plain(c) == U'\r';
    column = lineEnd ? 0 : column + count;
  }
  return made(interpreter, std::move(expanded));
}

Value all(Interpreter& interpreter, const Text& self, bool (*holds)(char32_t) noexcept) {
  interpreter.budget().read(self.size());
  return !self.empty() && std::all_of(self.begin(), self.end(), holds);
}

// Every word begins with a capital and goes on without.
Value isTitle(Interpreter& interpreter, const Text& self, const Arguments&) {
  interpreter.budget().read(self.size());
  bool inWord = false;
  bool any = false;
  for (const char32_t c : self) {
    if ((isUpper(c) && inWord) || (isLower(c) && !inWord)) return false;
    inWord = isUpper(c) || isLower(c);
    any = any || inWord;
  }
  return any;
}

Value isIdentifier(Interpreter& interpreter, const Text& self, const Arguments&) {
  interpreter.budget().read(self.size());
  const auto part = [](char32_t c) { return isLetter(c) || isDigit(c) || plain(c) == U'_'; };
  return !self.empty() && !isDigit(self[0]) && std::all_of(self.begin(), self.end(), part);
}

Value formatMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  return formatBraces(interpreter.budget(), self, arguments);
}

bool isLetterOrDigit(char32_t c) noexcept { return isLetter(c) || isNumeric(c); }
bool isAscii(char32_t c) noexcept { return plain(c) < 0x80; }

using I = Interpreter&;
using A = const Arguments&;

constexpr TextMethodRow kMethods[] = {
    {"capitalize", [](I i, const Text& s, A) { return changed(i, s, capitalized); }},
    {"casefold", [](I i, const Text& s, A) { return changed(i, s, lowerCase); }},
    {"center", [](I i, const Text& s, A a) { return justified(i, s, a, Side::Both); }},
    {"count", countMethod},
    {"endswith", [](I i, const Text& s, A a) { return startsOrEnds(i, s, a, endsWith); }},
    {"expandtabs", expandTabs},
    {"find", [](I i, const Text& s, A a) { return findMethod(i, s, a, false, false); }},
    {"format", formatMethod},
    {"index", [](I i, const Text& s, A a) { return findMethod(i, s, a, false, true); }},
    {"isalnum", [](I i, const Text& s, A) { return all(i, s, isLetterOrDigit); }},
    {"isalpha", [](I i, const Text& s, A) { return all(i, s, isLetter); }},
    {"isascii",
     [](I i, const Text& s, A) { return Value(s.empty() || all(i, s, isAscii).isTrue()); }},
    {"isdecimal", [](I i, const Text& s, A) { return all(i, s, isDigit); }},
    {"isdigit", [](I i, const Text& s, A) { return all(i, s, isDigit); }},
    {"isidentifier", isIdentifier},
    {"islower", [](I, const Text& s, A) { return Value(isCased(s, false)); }},
    {"isnumeric", [](I i, const Text& s, A) { return all(i, s, isNumeric); }},
    {"isprintable",
     [](I i, const Text& s, A) { return Value(s.empty() || all(i, s, isPrintable).isTrue()); }},
    {"isspace", [](I i, const Text& s, A) { return all(i, s, isSpace); }},
    {"istitle", isTitle},
    {"isupper", [](I, const Text& s, A) { return Value(isCased(s, true)); }},
    {"join", joinMethod},
    {"ljust", [](I i, const Text& s, A a) { return justified(i, s, a, Side::Left); }},
    {"lower", [](I i, const Text& s, A) { return changed(i, s, lowerCase); }},
    {"lstrip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, true, false); }},
    {"partition", [](I i, const Text& s, A a) { return partition(i, s, a, false); }},
    {"removeprefix", [](I i, const Text& s, A a) { return withoutAffix(i, s, a, true); }},
    {"removesuffix", [](I i, const Text& s, A a) { return withoutAffix(i, s, a, false); }},
    {"replace", replaceMethod},
    {"rfind", [](I i, const Text& s, A a) { return findMethod(i, s, a, true, false); }},
    {"rindex", [](I i, const Text& s, A a) { return findMethod(i, s, a, true, true); }},
    {"rjust", [](I i, const Text& s, A a) { return justified(i, s, a, Side::Right); }},
    {"rpartition", [](I i, const Text& s, A a) { return partition(i, s, a, true); }},
    {"rsplit", [](I i, const Text& s, A a) { return splitText(i, s, a, true); }},
    {"rstrip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, false, true); }},
    {"split", [](I i, const Text& s, A a) { return splitText(i, s, a, false); }},
    {"splitlines", splitLinesMethod},
    {"startswith", [](I i, const Text& s, A a) { return startsOrEnds(i, s, a, startsWith); }},
    {"strip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, true, true); }},
    {"swapcase", [](I i, const Text& s, A) { return changed(i, s, swappedCase); }},
    {"title", [](I i, const Text& s, A) { return changed(i, s, titleCase); }},
    {"upper", [](I i, const Text& s, A) { return changed(i, s, upperCase); }},
    {"zfill", zeroFilled},
};

}  // namespace

std::span<const TextMethodRow> textMethods() { return kMethods; }

}  // namespace alcove::chat::jinja
