// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

namespace alcove::base {

// How long work tells how far it is, between its pieces and from the thread that began it. It may
// throw, Error Cancelled above all, and so end the work; what was half done is then cleaned up.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

}  // namespace alcove::base
