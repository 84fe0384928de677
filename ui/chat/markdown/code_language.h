// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringView>

namespace alcove::ui {

// How one language is told apart into comments, strings, words and numbers: a row of data, no code.
// Lists are words separated by spaces; null stands for "has none".
struct CodeLanguage {
  const char16_t* name;     // as people write it: "C++"
  const char16_t* aliases;  // what may follow the fence, lower case
  const char16_t* keywords;
  const char16_t* types = nullptr;         // names of types and constants
  const char16_t* lineComments = nullptr;  // "//" or "#"
  const char16_t* blockBegin = nullptr;
  const char16_t* blockEnd = nullptr;
  const char16_t* quotes = u"\" '";      // delimiters of strings that end with the line
  const char16_t* longQuotes = nullptr;  // delimiters of strings that may span lines
  char16_t directive = 0;                // a line that begins with it is for the preprocessor
  char16_t annotation = 0;               // "@name"
  char16_t variable = 0;                 // "$name"
  bool ignoreCase = false;
  bool isMarkup = false;  // tags and attributes
  bool hasKeys = false;   // a word or string before ":" is a key
};

// The row for what stands after a fence ("cpp", "py", "TypeScript"), or null.
[[nodiscard]] const CodeLanguage* findCodeLanguage(QStringView label);

// What a code block's corner says: the language's name, or the label as it was written.
[[nodiscard]] QString codeLanguageName(const QString& label);

}  // namespace alcove::ui
