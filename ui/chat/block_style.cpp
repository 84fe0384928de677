// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/block_style.h"

namespace alcove::ui {

QColor BlockStyle::tokenColor(CodeTokenKind kind) const {
  switch (kind) {
    case CodeTokenKind::Keyword:
    case CodeTokenKind::Directive:
      return keyword;
    case CodeTokenKind::String:
      return string;
    case CodeTokenKind::Number:
    case CodeTokenKind::Type:
      return number;
    case CodeTokenKind::Comment:
      return comment;
    case CodeTokenKind::Function:
    case CodeTokenKind::Key:
      return name;
  }
  return text;
}

}  // namespace alcove::ui
