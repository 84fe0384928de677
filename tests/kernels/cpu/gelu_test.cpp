// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/gelu.h"

#include <cmath>
#include <numbers>

#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class GeluTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, GeluTest, kEveryIsa, kIsaName);

double exactGelu(double x) { return x * std::erfc(-x / std::numbers::sqrt2) / 2; }

double tanhGelu(double x) {
  const double u = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return x / (1 + std::exp(-2 * u));
}

TEST_P(GeluTest, BothKindsAgreeWithDoublePrecision) {
  std::vector<float> inputs = randomFloats(4001, 1, 3);
  for (const float extreme : {0.0f, -0.0f, 20.0f, -20.0f, 1e4f, -1e4f, 1e-30f, -5.0f, -6.5f})
    inputs.push_back(extreme);
  const std::size_t count = inputs.size();
  const GuardedFloats x(inputs), up(randomFloats(count, 2)), y(count);
  struct Kind {
    void (*kernel)(const GeluArgs&);
    double (*wanted)(double);
  };
  for (const Kind& kind : {Kind{kernels().gelu, exactGelu}, Kind{kernels().geluTanh, tanhGelu}}) {
    for (const bool gated : {false, true}) {
      const float* factor = gated ? up.data() : nullptr;
      kind.kernel({x.data(), factor, y.data(), 500, count});
      kind.kernel({x.data(), factor, y.data(), 0, 500});
      for (std::size_t i = 0; i < count; ++i) {
        const double wanted = kind.wanted(double(x[i])) * (gated ? double(up[i]) : 1);
        ASSERT_NEAR(y[i], wanted, 4e-6 * std::abs(wanted) + 1e-12) << "of " << x[i];
      }
    }
  }
}

TEST_P(GeluTest, BadValuesShow) {
  const GuardedFloats x(std::vector<float>{NAN, INFINITY}), y(2);
  for (const auto kernel : {kernels().gelu, kernels().geluTanh}) {
    kernel({x.data(), nullptr, y.data(), 0, 2});
    EXPECT_TRUE(std::isnan(y[0]));
    EXPECT_FALSE(std::isfinite(y[1]));
  }
}

TEST_P(GeluTest, WorksInPlace) {
  const GuardedFloats x(randomFloats(37, 1)), up(randomFloats(37, 2)), y(37);
  kernels().gelu({x.data(), up.data(), y.data(), 0, 37});
  kernels().gelu({x.data(), up.data(), x.data(), 0, 37});
  for (std::size_t i = 0; i < 37; ++i) EXPECT_EQ(x[i], y[i]);
}

}  // namespace
}  // namespace alcove::kernels::cpu
