// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

struct UnreadableType {
  std::uint32_t ggmlId;
  std::string_view description;
};

#define ALCOVE_INTEGER(name) name ", whole numbers, which no weight should be"
#define ALCOVE_REMOVED_2023(name) name ", which was removed from the format in 2023"
#define ALCOVE_REPACKED(name, plain) \
  name ", a repacked layout that was removed from the format; convert the model to " plain
#define ALCOVE_FORK(name) name " of the ik_llama.cpp fork, which this version cannot read"

// In the order of the ids.
constexpr std::array kUnreadable = std::to_array<UnreadableType>({
    {4, ALCOVE_REMOVED_2023("Q4_2")},
    {5, ALCOVE_REMOVED_2023("Q4_3")},
    {9, "Q8_1, a type for intermediate results that no model file should hold"},
    {15, "Q8_K, a type for intermediate results that no model file should hold"},
    {24, ALCOVE_INTEGER("I8")},
    {25, ALCOVE_INTEGER("I16")},
    {26, ALCOVE_INTEGER("I32")},
    {27, ALCOVE_INTEGER("I64")},
    {28, "F64, double precision, which this version cannot read"},
    {31, ALCOVE_REPACKED("Q4_0_4_4", "Q4_0")},
    {32, ALCOVE_REPACKED("Q4_0_4_8", "Q4_0")},
    {33, ALCOVE_REPACKED("Q4_0_8_8", "Q4_0")},
    {36, ALCOVE_REPACKED("IQ4_NL_4_4", "IQ4_NL") "; bitnet.cpp uses the number for I2_S"},
    {37, ALCOVE_REPACKED("IQ4_NL_4_8", "IQ4_NL") "; bitnet.cpp uses the number for I8_S"},
    {38, ALCOVE_REPACKED("IQ4_NL_8_8", "IQ4_NL") "; bitnet.cpp uses the number for TL1"},
    {133, ALCOVE_FORK("Q6_0")},
    {134, ALCOVE_FORK("IQ1_BN")},
    {135, ALCOVE_FORK("IQ2_BN")},
    {137, ALCOVE_FORK("IQ2_K")},
    {138, ALCOVE_FORK("IQ3_K")},
    {139, ALCOVE_FORK("IQ4_K")},
    {140, ALCOVE_FORK("IQ5_K")},
    {141, ALCOVE_FORK("IQ6_K")},
    {144, ALCOVE_FORK("IQ4_KS")},
    {145, ALCOVE_FORK("IQ2_KS")},
    {146, ALCOVE_FORK("IQ4_KSS")},
    {152, ALCOVE_FORK("IQ5_KS")},
    {153, ALCOVE_FORK("IQ2_KT")},
    {154, ALCOVE_FORK("IQ3_KT")},
    {155, ALCOVE_FORK("IQ4_KT")},
    {156, ALCOVE_FORK("IQ3_KS")},
    {157, ALCOVE_FORK("IQ2_KL")},
    {158, ALCOVE_FORK("IQ1_KT")},
    {202, ALCOVE_FORK("Q4_0_R8")},
    {206, ALCOVE_FORK("Q5_0_R4")},
    {208, ALCOVE_FORK("Q8_0_R8")},
    {210, ALCOVE_FORK("Q2_K_R4")},
    {211, ALCOVE_FORK("Q3_K_R4")},
    {212, ALCOVE_FORK("Q4_K_R4")},
    {213, ALCOVE_FORK("Q5_K_R4")},
    {214, ALCOVE_FORK("Q6_K_R4")},
    {216, ALCOVE_FORK("IQ2_XXS_R4")},
    {217, ALCOVE_FORK("IQ2_XS_R4")},
    {218, ALCOVE_FORK("IQ3_XXS_R4")},
    {219, ALCOVE_FORK("IQ1_S_R4")},
    {220, ALCOVE_FORK("IQ4_NL_R4")},
    {221, ALCOVE_FORK("IQ3_S_R4")},
    {222, ALCOVE_FORK("IQ2_S_R4")},
    {223, ALCOVE_FORK("IQ4_XS_R8")},
    {229, ALCOVE_FORK("IQ1_M_R4")},
    {230, ALCOVE_FORK("BF16_R16")},
    {233, ALCOVE_FORK("Q6_0_R4")},
    {335, ALCOVE_FORK("IQ2_BN_R4")},
    {337, ALCOVE_FORK("IQ2_K_R4")},
    {338, ALCOVE_FORK("IQ3_K_R4")},
    {339, ALCOVE_FORK("IQ4_K_R4")},
    {340, ALCOVE_FORK("IQ5_K_R4")},
    {344, ALCOVE_FORK("IQ4_KS_R4")},
    {352, ALCOVE_FORK("IQ5_KS_R4")},
});

#undef ALCOVE_INTEGER
#undef ALCOVE_REMOVED_2023
#undef ALCOVE_REPACKED
#undef ALCOVE_FORK

}  // namespace

std::string_view describeUnreadableType(std::uint32_t ggmlId) {
  const auto found = std::lower_bound(
      kUnreadable.begin(), kUnreadable.end(), ggmlId,
      [](const UnreadableType& type, std::uint32_t id) { return type.ggmlId < id; });
  if (found == kUnreadable.end() || found->ggmlId != ggmlId) return "unknown to the format";
  return found->description;
}

std::string_view unreadableTypeName(std::uint32_t ggmlId) {
  const std::string_view description = describeUnreadableType(ggmlId);
  return description.substr(0, description.find_first_of(", "));
}

}  // namespace alcove::quant
