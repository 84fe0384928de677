// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/loop.h"

#include "chat/jinja/interpreter.h"

namespace alcove::chat::jinja {

namespace {

Value cycle(const LoopRef& loop) {
  return CallableRef(std::make_shared<const Callable>(
      Callable{"cycle", [loop](Interpreter&, const Arguments& arguments) {
                 const auto& values = arguments.positional;
                 if (values.empty()) failRendering("loop.cycle needs something to cycle through.");
                 return values[loop->index % values.size()];
               }}));
}

Value changed(const LoopRef& loop) {
  return CallableRef(std::make_shared<const Callable>(Callable{
      "changed", [loop](Interpreter& interpreter, const Arguments& arguments) {
        if (!loop->running) failRendering("loop.changed is used after its loop.");
        Value now = Value::list(interpreter.budget(), arguments.positional, ListKind::Tuple);
        const bool differs =
            !loop->lastChecked || !equals(interpreter.budget(), *loop->lastChecked, now);
        loop->lastChecked = std::move(now);
        return Value(differs);
      }}));
}

}  // namespace

std::optional<Value> loopField(const LoopRef& loop, std::string_view name) {
  const auto length = static_cast<std::int64_t>(loop->items->items.size());
  const auto index = static_cast<std::int64_t>(loop->index);
  if (name == "index") return Value(index + 1);
  if (name == "index0") return Value(index);
  if (name == "revindex") return Value(length - index);
  if (name == "revindex0") return Value(length - index - 1);
  if (name == "first") return Value(index == 0);
  if (name == "last") return Value(index + 1 == length);
  if (name == "length") return Value(length);
  if (name == "depth") return Value(loop->depth + 1);
  if (name == "depth0") return Value(loop->depth);
  if (name == "cycle") return cycle(loop);
  if (name == "changed") return changed(loop);
  if (name == "previtem" || name == "nextitem") {
    const std::int64_t other = name == "previtem" ? index - 1 : index + 1;
    if (other < 0 || other >= length) {
      return Value::undefined(name == "previtem" ? "there is no previous item"
                                                 : "there is no next item");
    }
    return loop->items->items[static_cast<std::size_t>(other)];
  }
  return std::nullopt;
}

}  // namespace alcove::chat::jinja
