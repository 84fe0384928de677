// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/outer_products.h"

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class OuterProductsTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, OuterProductsTest, kEveryIsa, kIsaName);

struct Sizes {
  std::size_t rows, terms, columns;
};

std::vector<double> expected(const OuterProductsArgs& args, const std::vector<float>& before) {
  std::vector<double> sums(args.rows * args.columns, 0.0);
  for (std::size_t m = 0; m < args.rows; ++m) {
    for (std::size_t k = 0; k < args.columns; ++k) {
      double& sum = sums[m * args.columns + k];
      if (args.add) sum = double(before[m * args.cStride + k]);
      for (std::size_t j = 0; j < args.terms; ++j)
        sum += double(args.a[m * args.aRowStride + j * args.aTermStride]) *
               double(args.b[j * args.bStride + k]);
    }
  }
  return sums;
}

TEST_P(OuterProductsTest, AgreeWithDoublePrecision) {
  for (const auto& [rows, terms, columns] :
       {Sizes{1, 1, 1}, {6, 3, 64}, {7, 5, 129}, {13, 300, 80}, {4, 128, 31}, {25, 257, 16}}) {
    for (const bool transposed : {false, true}) {
      for (const bool add : {false, true}) {
        const std::size_t cStride = columns + 3;
        const std::vector<float> before = randomFloats((rows - 1) * cStride + columns, 3);
        const GuardedFloats a(randomFloats(rows * terms, 1)), c(before);
        const GuardedFloats b(randomFloats((terms - 1) * (columns + 5) + columns, 2));
        const OuterProductsArgs args{.a = a.data(),
                                     .aRowStride = transposed ? 1 : terms,
                                     .aTermStride = transposed ? rows : 1,
                                     .b = b.data(),
                                     .bStride = columns + 5,
                                     .c = c.data(),
                                     .cStride = cStride,
                                     .rows = rows,
                                     .terms = terms,
                                     .columns = columns,
                                     .add = add};
        const std::vector<double> wanted = expected(args, before);
        kernels().outerProducts(args);
        for (std::size_t m = 0; m < rows; ++m) {
          for (std::size_t k = 0; k < columns; ++k)
            ASSERT_NEAR(c[m * cStride + k], wanted[m * columns + k], 2e-5 * double(terms + 1))
                << rows << " x " << terms << " x " << columns << ": " << m << ", " << k;
          for (std::size_t k = columns; k < cStride && m + 1 < rows; ++k)
            ASSERT_EQ(c[m * cStride + k], before[m * cStride + k]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
