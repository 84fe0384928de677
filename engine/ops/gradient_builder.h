// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>

#include "ops/op.h"

namespace alcove::ops {

// A value of the graph that gradients are built into.
using ValueId = std::int32_t;

// What Op::gradient works with: one use of the op, the gradient of its output, and a place for
// those of its inputs. A gradient is always that of one number (a loss) by the value, of the
// value's shape, F32.
class GradientBuilder {
 public:
  virtual ~GradientBuilder() = default;

  [[nodiscard]] virtual int inputs() const = 0;
  [[nodiscard]] virtual ValueId input(int index) const = 0;
  [[nodiscard]] virtual ValueId output() const = 0;
  [[nodiscard]] virtual ValueId outputGradient() const = 0;
  [[nodiscard]] virtual const Attributes& attributes() const = 0;
  [[nodiscard]] virtual const TensorDesc& desc(ValueId value) const = 0;

  // Whether anybody asks for the gradient of this input: frozen weights have none.
  [[nodiscard]] virtual bool wants(int input) const = 0;
  // Adds to the gradient of an input, which many uses may share. Not wanted: nothing happens.
  virtual void add(int input, ValueId gradient) = 0;
  // A further use of an op.
  virtual ValueId apply(const Op& op, std::initializer_list<ValueId> inputs,
                        const Attributes& attributes) = 0;

  ValueId apply(const Op& op, std::initializer_list<ValueId> inputs) {
    return apply(op, inputs, Attributes());
  }
  template <class T>
  ValueId apply(const Op& op, std::initializer_list<ValueId> inputs, const T& values) {
    return apply(op, inputs, Attributes(values));
  }
};

}  // namespace alcove::ops
