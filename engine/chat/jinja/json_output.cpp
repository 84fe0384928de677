// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

namespace {

// All of what is written counts as data, brackets too: its shape is as foreign as its words.
class JsonWriter {
 public:
  JsonWriter(Budget& budget, const JsonOptions& options) : m_budget(budget), m_options(options) {}

  void write(const Value& value, std::size_t level);
  Text take() { return std::move(m_text); }

 private:
  void ascii(std::string_view text) {
    m_budget.make(text.size());
    appendAscii(m_text, text, kDataMark);
  }
  void append(const Text& separator) {
    m_budget.make(separator.size());
    m_text += separator;
  }
  void newLine(std::size_t level) {
    m_budget.make(level * m_options.indent->size() + 1);
    m_text.push_back(U'\n' | kDataMark);
    for (std::size_t i = 0; i < level; ++i) m_text += *m_options.indent;
  }
  void separate(bool first, std::size_t level) {
    if (!first) {
      if (m_options.itemSeparator) {
        append(*m_options.itemSeparator);
      } else {
        ascii(m_options.indent ? "," : ", ");
      }
    }
    if (m_options.indent) newLine(level);
  }
  void writeString(const Text& text);
  void writeKey(const Value& key);
  void writeNumber(const Value& value);
  void writeList(const List& list, std::size_t level);
  void writeDict(const Dict& dict, std::size_t level);

  Budget& m_budget;
  const JsonOptions& m_options;
  Text m_text;
};

void JsonWriter::writeString(const Text& text) {
  m_budget.make(text.size() + 2);
  const auto escape = [this](char32_t c) {
    m_text.push_back(U'\\' | kDataMark);
    m_text.push_back(c | kDataMark);
  };
  const auto unicode = [this](char32_t c) {
    ascii(fmt::format("\\u{:04x}", static_cast<unsigned>(c)));
  };
  m_text.push_back(U'"' | kDataMark);
  for (const char32_t marked : text) {
    const char32_t c = plain(marked);
    switch (c) {
      case U'"':
        escape(U'"');
        break;
      case U'\\':
        escape(U'\\');
        break;
      case U'\n':
        escape(U'n');
        break;
      case U'\r':
        escape(U'r');
        break;
      case U'\t':
        escape(U't');
        break;
      case U'\b':
        escape(U'b');
        break;
      case U'\f':
        escape(U'f');
        break;
      default:
        if (c < 0x20 || (c > 0x7E && c < 0x10000 && m_options.asciiOnly)) {
          unicode(c);
        } else if (c >= 0x10000 && m_options.asciiOnly) {
          unicode(0xD7C0 + (c >> 10));
          unicode(0xDC00 + (c & 0x3FF));
        } else {
          m_text.push_back(c | kDataMark);
        }
    }
  }
  m_text.push_back(U'"' | kDataMark);
}

void JsonWriter::writeNumber(const Value& value) {
  if (const bool* flag = value.as<bool>()) {
    ascii(*flag ? "true" : "false");
  } else if (const auto integer = value.asInteger()) {
    ascii(std::to_string(*integer));
  } else {
    const double number = *value.asNumber();
    ascii(std::isnan(number)   ? "NaN"
          : std::isinf(number) ? (number < 0 ? "-Infinity" : "Infinity")
                               : floatRepr(number));
  }
}

void JsonWriter::writeKey(const Value& key) {
  if (const Text* text = key.asText()) {
    writeString(*text);
  } else {
    ascii("\"");
    write(key, 0);
    ascii("\"");
  }
  if (m_options.keySeparator) {
    append(*m_options.keySeparator);
  } else {
    ascii(": ");
  }
}

void JsonWriter::writeList(const List& list, std::size_t level) {
  ascii("[");
  bool first = true;
  for (const Value& item : list.items) {
    separate(first, level + 1);
    first = false;
    write(item, level + 1);
  }
  if (m_options.indent && !first) newLine(level);
  ascii("]");
}

void JsonWriter::writeDict(const Dict& dict, std::size_t level) {
  std::vector<const std::pair<Value, Value>*> entries;
  for (const auto& entry : dict.entries) entries.push_back(&entry);
  if (m_options.sortKeys) {
    std::stable_sort(entries.begin(), entries.end(), [this](const auto* a, const auto* b) {
      return less(m_budget, a->first, b->first);
    });
  }
  ascii("{");
  bool first = true;
  for (const auto* entry : entries) {
    separate(first, level + 1);
    first = false;
    writeKey(entry->first);
    write(entry->second, level + 1);
  }
  if (m_options.indent && !first) newLine(level);
  ascii("}");
}

void JsonWriter::write(const Value& value, std::size_t level) {
  m_budget.step();
  if (const Text* text = value.asText()) {
    writeString(*text);
  } else if (value.asNumber()) {
    writeNumber(value);
  } else if (const List* list = value.asList(); list && list->kind <= ListKind::Group) {
    writeList(*list, level);
  } else if (const Dict* dict = value.asDict()) {
    writeDict(*dict, level);
  } else if (value.is<None>()) {
    ascii("null");
  } else {
    requireDefined(value);
    failRendering(fmt::format("The chat template prints a {} as JSON.", value.typeName()));
  }
}

}  // namespace

Value toJson(Budget& budget, const Value& value, const JsonOptions& options) {
  JsonWriter writer(budget, options);
  writer.write(value, 0);
  return Value::text(budget, writer.take());
}

}  // namespace alcove::chat::jinja
