// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "base/assert.h"
#include "ops/batch_view.h"
#include "ops/tensor.h"

namespace alcove::ops {

class GradientBuilder;

// The constants of one use of an op (an epsilon, a layer number), as the op's own plain struct.
// Kept by value so that a graph is one flat list; reading it back as another struct asserts.
class Attributes {
 public:
  static constexpr std::size_t kMaxBytes = 48;

  Attributes() = default;
  template <class T>
  explicit Attributes(const T& values) : m_tag(tag<T>()) {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= kMaxBytes && alignof(T) <= 8);
    std::memcpy(m_bytes.data(), &values, sizeof(T));
  }
  template <class T>
  [[nodiscard]] T as() const {
    ALCOVE_ASSERT(m_tag == tag<T>());
    T values;
    std::memcpy(&values, m_bytes.data(), sizeof(T));
    return values;
  }

 private:
  template <class T>
  static const void* tag() {
    static char unique = 0;
    return &unique;
  }
  const void* m_tag = nullptr;
  alignas(8) std::array<std::byte, kMaxBytes> m_bytes{};
};

// What a reference kernel sees. Inputs are never written.
struct ReferenceContext {
  std::span<const TensorView> inputs;
  TensorView output;
  const Attributes& attributes;
  const BatchView& batch;
};

// One operation, as a row of the op table. Graphs, backends and gradients know ops only through
// their rows; a new op is a new file and a new row.
struct Op {
  const char* name;  // the stem of its files everywhere
  int minInputs;
  int maxInputs;
  // Shape rule; asserts that the inputs fit, because graphs are built by our own code from a
  // configuration that was checked.
  TensorDesc (*inferOutput)(std::span<const TensorDesc> inputs, const Attributes& attributes,
                            const BatchShape& batch);
  // Plain float32 maths with double accumulators where sums are long: what every backend's kernel
  // is tested against. Allocates as it likes.
  void (*reference)(const ReferenceContext& context);
  // Emits the ops that carry the output's gradient to the inputs, which lie in the op's own file
  // and in training/. Null for those ops themselves: nothing is differentiated twice.
  void (*gradient)(GradientBuilder& builder);
};

// The op table, in alphabetical order.
[[nodiscard]] std::span<const Op* const> opTable();

}  // namespace alcove::ops
