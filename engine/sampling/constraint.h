// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace alcove::sampling {

// What an answer must keep to, token by token: a grammar, a schema. It fails closed: where it
// cannot say that a token is allowed, the token is forbidden, and where none is left, it throws.
// One per answer; not thread-safe, but clones may be used from different threads.
class Constraint {
 public:
  virtual ~Constraint() = default;

  // Sets the logits [vocabulary] of all tokens that must not come next to minus infinity. Throws
  // Error LimitExceeded if none is left, or if a limit on memory or states is reached.
  virtual void mask(std::span<float> logits) = 0;

  // The answer goes on with this token. Tokens that end an answer change nothing. Throws Error
  // InvalidArgument if the token is not allowed here; then nothing has changed.
  virtual void accept(std::int32_t token) = 0;

  // True if the answer may end here.
  [[nodiscard]] virtual bool complete() const = 0;
  // True if it must end here: it is complete, and nothing may follow.
  [[nodiscard]] virtual bool finished() const = 0;

  // The same state, going its own way from here: for several answers to one question, and for
  // drafts that may be thrown away. Cheap: what was computed so far is shared.
  [[nodiscard]] virtual std::unique_ptr<Constraint> clone() const = 0;
};

}  // namespace alcove::sampling
