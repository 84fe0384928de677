// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/budget.h"

#include "alcove/error.h"

namespace alcove::chat::jinja {

Limits Limits::forInput(std::uint64_t inputCharacters) {
  Limits limits;
  limits.steps += inputCharacters * 8;
  limits.characters += inputCharacters * 64;
  return limits;
}

void Budget::stepsExceeded() {
  throw Error(ErrorCode::LimitExceeded,
              "The chat template runs too long; it may loop without end.");
}

void Budget::charactersExceeded() {
  throw Error(ErrorCode::LimitExceeded, "The chat template makes too much text.");
}

void Budget::depthExceeded() {
  throw Error(ErrorCode::LimitExceeded, "The chat template is nested too deeply.");
}

}  // namespace alcove::chat::jinja
