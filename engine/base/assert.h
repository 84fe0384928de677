// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::base {

// Prints the broken invariant and aborts.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);

}  // namespace alcove::base

// For invariants of our own code only, and on in every build: input from outside that is wrong
// throws alcove::Error instead.
#define ALCOVE_ASSERT(expression) \
  ((expression) ? void(0) : ::alcove::base::assertionFailed(#expression, __FILE__, __LINE__))
