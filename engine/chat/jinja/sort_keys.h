// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "chat/jinja/interpreter.h"

namespace alcove::chat::jinja {

struct SortOptions {
  bool reverse = false;
  bool caseSensitive = false;
  const Value* attributes = nullptr;  // "a.b" or "a,b" or a position; null or None: the item
};

// `items` in order; equal ones keep theirs. Throws Error InvalidArgument if there is no order.
[[nodiscard]] std::vector<Value> sorted(Interpreter& interpreter, const std::vector<Value>& items,
                                        const SortOptions& options);

// What filters compare of an item: the item or a path in it, in lower case unless that matters.
[[nodiscard]] Value sortKey(Interpreter& interpreter, const Value& item, const Value* path,
                            bool caseSensitive);

// item.a.b for the path "a.b"; item[1] for "1" or 1.
[[nodiscard]] Value pathOf(Interpreter& interpreter, const Value& item, const Value& path);

}  // namespace alcove::chat::jinja
