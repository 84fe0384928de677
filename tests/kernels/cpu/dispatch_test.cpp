// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

TEST(Dispatch, PortableCodeIsAlwaysThere) {
  const KernelTable* table = kernelsFor(Isa::Generic);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->isa, Isa::Generic);
  EXPECT_STREQ(table->name, "portable code");
}

TEST(Dispatch, EveryTableIsNamedAndComplete) {
  for (const Isa isa : kAllIsas) {
    const KernelTable* table = kernelsFor(isa);
    if (!table) continue;
    EXPECT_EQ(table->isa, isa);
    EXPECT_STRNE(table->name, "");
    EXPECT_TRUE(table->activationForm && table->quantizeActivations && table->matmul);
    EXPECT_TRUE(table->matmulFloat);
    EXPECT_TRUE(table->attention && table->attentionMerge && table->kvWrite);
    EXPECT_TRUE(table->rope && table->rmsNorm && table->siluMul && table->add);
  }
}

TEST(Dispatch, TheChosenTableIsOneThatThisProcessorRuns) {
  EXPECT_EQ(kernelsFor(kernels().isa), &kernels());
  if (const char* wish = std::getenv("ALCOVE_CPU_ISA"); !wish) {
    for (const Isa faster : kAllIsas) {
      if (kernelsFor(faster)) {
        EXPECT_GE(int(kernels().isa), int(faster));
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
