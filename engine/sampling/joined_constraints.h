// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sampling/constraint.h"

namespace alcove::sampling {

// Constraints out of others, which they own the state of: what is given must not be used elsewhere.
// They say by tokens what a text cannot: that a control token stands between two parts of an
// answer.

// Keeps to `first` or to `second`; to both while what came so far fits both.
[[nodiscard]] std::unique_ptr<Constraint> eitherOf(std::shared_ptr<Constraint> first,
                                                   std::shared_ptr<Constraint> second);

// Exactly these tokens, and then what `rest` allows. REQUIRES: at least one token.
[[nodiscard]] std::unique_ptr<Constraint> behindTokens(std::vector<std::int32_t> tokens,
                                                       std::shared_ptr<Constraint> rest);

// Anything up to the first `mark`, and then what `rest` allows. `ends`: the tokens that end an
// answer, which do not come before the mark.
[[nodiscard]] std::unique_ptr<Constraint> behindMark(std::int32_t mark,
                                                     std::vector<std::int32_t> ends,
                                                     std::shared_ptr<Constraint> rest);

}  // namespace alcove::sampling
