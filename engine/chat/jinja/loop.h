// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "chat/jinja/value.h"

namespace alcove::chat::jinja {

struct ForNode;
struct Scope;

// The state of one for loop: the variable `loop` of its body.
struct Loop {
  explicit Loop(ListRef list) : items(std::move(list)) {}

  ListRef items;
  std::size_t index = 0;
  std::int64_t depth = 0;         // of calls of a recursive loop
  const ForNode* node = nullptr;  // of a recursive loop
  std::weak_ptr<Scope> home;      // in which it stands
  bool running = false;
  // By loop.changed. Could hold the loop itself, so it is emptied when the loop ends.
  std::optional<Value> lastChecked;

  // Marks the loop as running while it lives.
  class Running {
   public:
    explicit Running(Loop& loop) : m_loop(loop) { m_loop.running = true; }
    ~Running() {
      m_loop.running = false;
      m_loop.lastChecked.reset();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    Loop& m_loop;
  };
};

// loop.index, index0, revindex, revindex0, first, last, length, depth, depth0, previtem, nextitem,
// cycle and changed; nothing for other names.
[[nodiscard]] std::optional<Value> loopField(const LoopRef& loop, std::string_view name);

}  // namespace alcove::chat::jinja
