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

#define ALCOVE_NOT_YET(name) name ", which this version cannot read"
#define ALCOVE_REMOVED_2023(name) name ", which was removed from the format in 2023"
#define ALCOVE_REPACKED(name, plain) \
  name ", a repacked layout that was removed from the format; convert the model to " plain
#define ALCOVE_FORK(name) name " of the ik_llama.cpp fork, which this version cannot read"

// In the order of the ids.
constexpr std::array kUnreadable = std::to_array<UnreadableType>({
    {4, ALCOVE_REMOVED_2023("Q4_2")},
    {5, ALCOVE_REMOVED_2023("Q4_3")},
    {6, ALCOVE_NOT_YET("Q5_0")},
    {7, ALCOVE_NOT_YET("Q5_1")},
    {9, "Q8_1, a type for intermediate results that no model file should hold"},
    {10, ALCOVE_NOT_YET("Q2_K")},
    {11, ALCOVE_NOT_YET("Q3_K")},
    {15, "Q8_K, a type for intermediate results that no model file should hold"},
    {16, ALCOVE_NOT_YET("IQ2_XXS")},
    {17, ALCOVE_NOT_YET("IQ2_XS")},
    {18, ALCOVE_NOT_YET("IQ3_XXS")},
    {19, ALCOVE_NOT_YET("IQ1_S")},
    {20, ALCOVE_NOT_YET("IQ4_NL")},
    {21, ALCOVE_NOT_YET("IQ3_S")},
    {22, ALCOVE_NOT_YET("IQ2_S")},
    {23, ALCOVE_NOT_YET("IQ4_XS")},
    {24, ALCOVE_NOT_YET("I8")},
    {25, ALCOVE_NOT_YET("I16")},
    {26, ALCOVE_NOT_YET("I32")},
    {27, ALCOVE_NOT_YET("I64")},
    {28, ALCOVE_NOT_YET("F64")},
    {29, ALCOVE_NOT_YET("IQ1_M")},
    {31, ALCOVE_REPACKED("Q4_0_4_4", "Q4_0")},
    {32, ALCOVE_REPACKED("Q4_0_4_8", "Q4_0")},
    {33, ALCOVE_REPACKED("Q4_0_8_8", "Q4_0")},
    {34, ALCOVE_NOT_YET("TQ1_0")},
    {35, ALCOVE_NOT_YET("TQ2_0")},
    {36, ALCOVE_REPACKED("IQ4_NL_4_4", "IQ4_NL")},
    {37, ALCOVE_REPACKED("IQ4_NL_4_8", "IQ4_NL")},
    {38, ALCOVE_REPACKED("IQ4_NL_8_8", "IQ4_NL")},
    {39, ALCOVE_NOT_YET("MXFP4")},
    {40, ALCOVE_NOT_YET("NVFP4")},
    {41, ALCOVE_NOT_YET("Q1_0")},
    {42, ALCOVE_NOT_YET("Q2_0")},
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
});

#undef ALCOVE_NOT_YET
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
