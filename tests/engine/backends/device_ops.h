// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/backend.h"
#include "support/op_case.h"

namespace alcove::backends {

// How far a device's result may be from the reference's, as test::normalizedError.
// Negative: the case is left out without a word, for another test has it.
using Tolerance = double (*)(const graph::Graph& graph);

// Runs all cases of all backends on the kind's device, some of them several times, and expects the
// reference's results and the cache that it leaves behind. Prints and counts what is left out;
// without a device that is everything, and the test counts as skipped. ALCOVE_OP_CASES names how a
// case's name must begin for it to be run, such as "matmul Q4_K": for the ones that debug a device.
void expectReferenceResults(const char* kind, const BackendOptions& options, Tolerance tolerance);

}  // namespace alcove::backends
