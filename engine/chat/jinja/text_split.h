// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "chat/jinja/budget.h"
#include "chat/jinja/text.h"

namespace alcove::chat::jinja {

// As Python's str.split and str.rsplit: at each `separator`, or at runs of white space if it is
// null; at most `most` times if that is not negative. The views are of `text`. Throws Error
// InvalidArgument if the separator is empty.
[[nodiscard]] std::vector<TextView> split(TextView text, const Text* separator, std::int64_t most);
[[nodiscard]] std::vector<TextView> splitRight(TextView text, const Text* separator,
                                               std::int64_t most);

// As Python's str.replace; at most `most` times if that is not negative.
[[nodiscard]] Text replaced(Budget& budget, TextView text, const Text& before, const Text& after,
                            std::int64_t most);

// With &, <, >, " and ' written as HTML writes them.
[[nodiscard]] Text escapedForHtml(Budget& budget, TextView text);

// As Python's str.title: each run of letters begins with a capital.
[[nodiscard]] Text titleCase(TextView text);

}  // namespace alcove::chat::jinja
