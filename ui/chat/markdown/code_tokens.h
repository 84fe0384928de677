// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QStringView>

#include "chat/markdown/code_language.h"

namespace alcove::ui {

enum class CodeTokenKind { Keyword, Type, String, Number, Comment, Function, Key, Directive };

struct CodeToken {
  qsizetype begin = 0;
  qsizetype length = 0;
  CodeTokenKind kind = CodeTokenKind::Keyword;
};

// What a line of code consists of, and what is still open at its end.
struct CodeLine {
  QList<CodeToken> tokens;  // in order, never overlapping; plain code has no token
  int state = kCodeStart;
  static constexpr int kCodeStart = 0;
};

// Tells `line` (without its line break) apart. `state` is the state of the line before it, or
// CodeLine::kCodeStart. Work grows with the line's length only; any text is fine.
[[nodiscard]] CodeLine tokenizeCodeLine(const CodeLanguage& language, QStringView line, int state);

}  // namespace alcove::ui
