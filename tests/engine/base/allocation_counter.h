// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::test {

// Calls of operator new in this test program so far.
[[nodiscard]] long allocationCount();

}  // namespace alcove::test
