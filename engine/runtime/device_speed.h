// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace alcove::backends {
class Backend;
}

namespace alcove::runtime {

// How fast a device multiplies Q4_K matrices as models do.
struct DeviceSpeed {
  double weightBytesPerS = 0;  // one token at a time: weights that are read
  double productsPerS = 0;     // many tokens together: multiplications, each with its addition

  // Of a model of seven billion weights in 4 GB.
  [[nodiscard]] double answerTokensPerS() const { return weightBytesPerS / 4e9; }
  [[nodiscard]] double promptTokensPerS() const { return productsPerS / 7e9; }
  // For a prompt of 512 tokens and an answer of 256: what devices are compared by.
  [[nodiscard]] double secondsForAnAnswer() const {
    return 512 / promptTokensPerS() + 256 / answerTokensPerS();
  }
};

// Takes about two seconds, the first run's preparations apart. The backend must be fresh and is of
// no use afterwards. `goOn` is asked between runs; false ends it with Error Cancelled. Throws what
// backends throw.
[[nodiscard]] DeviceSpeed measureDevice(backends::Backend& backend,
                                        const std::function<bool()>& goOn);

}  // namespace alcove::runtime
