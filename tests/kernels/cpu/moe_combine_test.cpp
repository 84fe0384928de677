// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/moe_combine.h"

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class MoeCombineTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, MoeCombineTest, kEveryIsa, kIsaName);

TEST_P(MoeCombineTest, SumsRowsByTheirWeights) {
  for (const std::size_t columns : {1, 16, 33, 100}) {
    for (const std::size_t used : {1, 2, 8}) {
      const std::size_t tokens = 3;
      const GuardedFloats x(randomFloats(tokens * used * columns, 1)), y(tokens * columns);
      const GuardedFloats weights(randomFloats(tokens * used, 2));
      MoeCombineArgs args{x.data(), weights.data(), used, y.data(), tokens, used, columns};
      args.begin = columns / 2;
      args.end = columns;
      kernels().moeCombine(args);
      args.begin = 0;
      args.end = columns / 2;
      kernels().moeCombine(args);
      for (std::size_t i = 0; i < tokens * columns; ++i) {
        const std::size_t first = i / columns * used;
        double wanted = 0;
        for (std::size_t j = 0; j < used; ++j)
          wanted += double(weights[first + j]) * double(x[(first + j) * columns + i % columns]);
        ASSERT_NEAR(y[i], wanted, 1e-5) << columns << " columns, " << used << " used";
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
