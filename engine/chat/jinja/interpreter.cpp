// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The interpreter's life, its statements and its macros; expressions are in evaluation.cpp.
#include "chat/jinja/interpreter.h"

#include <fmt/format.h>

#include "alcove/error.h"
#include "chat/jinja/library.h"
#include "chat/jinja/loop.h"

namespace alcove::chat::jinja {

Interpreter::Interpreter(Budget& budget, std::int64_t nowUnixSeconds)
    : m_budget(budget), m_nowUnixSeconds(nowUnixSeconds), m_scope(std::make_shared<Scope>()) {
  defineFunctions(*this);
}

Interpreter::~Interpreter() {
  for (const ScopePtr& scope : m_macroScopes) scope->names.clear();
  for (const NamespaceRef& fields : m_namespaces) fields->fields.clear();
}

void Interpreter::define(const std::string& name, Value value) {
  m_scope->names.insert_or_assign(name, std::move(value));
}

Text Interpreter::render(const Body& body) {
  Text output;
  m_output = &output;
  const Inner inner(*this, m_scope);
  execute(body);
  m_output = nullptr;
  return output;
}

Interpreter::Inner::Inner(Interpreter& interpreter, ScopePtr parent)
    : m_interpreter(interpreter), m_before(interpreter.m_scope) {
  m_interpreter.m_scope = std::make_shared<Scope>();
  m_interpreter.m_scope->parent = std::move(parent);
}

void Interpreter::write(TextView text) {
  m_budget.make(text.size());
  m_output->append(text);
}

Value Interpreter::capture(const Body& body) {
  return capture([&] { execute(body); });
}

Value Interpreter::capture(const std::function<void()>& write) {
  struct Redirect {
    Redirect(Interpreter& owner, Text& text) : interpreter(owner), before(owner.m_output) {
      interpreter.m_output = &text;
    }
    ~Redirect() { interpreter.m_output = before; }
    Interpreter& interpreter;
    Text* before;
  };
  Text captured;
  {
    const Redirect redirect(*this, captured);
    write();
  }
  return Value::text(m_budget, std::move(captured));
}

Interpreter::Flow Interpreter::execute(const Body& body) {
  for (const auto& statement : body) {
    const Flow flow = execute(*statement);
    if (flow != Flow::Normal) return flow;
  }
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const Statement& statement) {
  m_budget.step();
  const Budget::Level level(m_budget);
  m_line = statement.line;
  return std::visit([this](const auto& node) { return execute(node); }, statement.node);
}

Interpreter::Flow Interpreter::execute(const DataNode& node) {
  write(node.text);
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const OutputNode& node) {
  const Value value = evaluate(*node.value);
  if (const Text* text = value.asText()) {
    write(*text);
  } else {
    write(toText(m_budget, value));
  }
  return Flow::Normal;
}

ListRef Interpreter::loopItems(const ForNode& node, const Value& iterable) {
  ListRef items = elements(iterable);
  if (!node.condition) return items;
  std::vector<Value> kept;
  for (const Value& item : items->items) {
    const Inner inner(*this, m_scope);
    assign(node.target, item);
    if (evaluate(*node.condition).isTrue()) kept.push_back(item);
  }
  return *Value::list(m_budget, std::move(kept)).as<ListRef>();
}

Interpreter::Flow Interpreter::execute(const ForNode& node) {
  return walk(node, evaluate(*node.iterable), 0);
}

Interpreter::Flow Interpreter::walk(const ForNode& node, const Value& iterable,
                                    std::int64_t depth) {
  const ListRef items = loopItems(node, iterable);
  if (items->items.empty()) {
    const Inner inner(*this, m_scope);
    return execute(node.otherwise);
  }
  const auto loop = std::make_shared<Loop>(items);
  loop->depth = depth;
  loop->home = m_scope;
  if (node.recursive) loop->node = &node;
  const Loop::Running running(*loop);
  for (; loop->index < items->items.size(); ++loop->index) {
    m_budget.step();
    const Inner inner(*this, m_scope);
    define("loop", loop);
    assign(node.target, items->items[loop->index]);
    if (execute(node.body) == Flow::Break) break;
  }
  return Flow::Normal;
}

Value Interpreter::callLoop(const LoopRef& loop, const Arguments& arguments) {
  const BoundArguments bound("loop", arguments, {"iterable"});
  const ScopePtr home = loop->home.lock();
  if (!loop->node || !home) {
    failRendering("The chat template calls 'loop', but that loop is not recursive.");
  }
  m_budget.step();
  const Budget::Level level(m_budget);
  const Value iterable = bound.require(0);
  const std::int64_t depth = loop->depth + 1;
  const Inner inner(*this, home);
  return capture([&] { walk(*loop->node, iterable, depth); });
}

Interpreter::Flow Interpreter::execute(const IfNode& node) {
  for (const auto& [condition, body] : node.branches) {
    if (evaluate(*condition).isTrue()) return execute(body);
  }
  return execute(node.otherwise);
}

Interpreter::Flow Interpreter::execute(const SetNode& node) {
  assign(node.target, evaluate(*node.value));
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const SetBlockNode& node) {
  Value value;
  {
    const Inner inner(*this, m_scope);
    value = capture(node.body);
  }
  assign(node.target, node.filter ? applyChain(*node.filter, value) : value);
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const FilterBlockNode& node) {
  const Inner inner(*this, m_scope);
  write(toText(m_budget, applyChain(*node.filter, capture(node.body))));
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const WithNode& node) {
  // All values are those of the outer scope.
  std::vector<Value> values;
  for (const auto& [target, expression] : node.values) values.push_back(evaluate(*expression));
  const Inner inner(*this, m_scope);
  for (std::size_t i = 0; i < values.size(); ++i) assign(node.values[i].first, values[i]);
  return execute(node.body);
}

Interpreter::Flow Interpreter::execute(const MacroNode& node) {
  define(node.macro.name, makeMacro(node.macro));
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const CallBlockNode& node) {
  const auto& callNode = std::get<CallNode>(node.call->node);
  const Value callee = evaluate(*callNode.callee);
  Arguments arguments = evaluate(callNode.arguments);
  arguments.named.emplace_back("caller", makeMacro(node.caller));
  write(toText(m_budget, call(callee, arguments)));
  return Flow::Normal;
}

Interpreter::Flow Interpreter::execute(const BreakNode&) { return Flow::Break; }
Interpreter::Flow Interpreter::execute(const ContinueNode&) { return Flow::Continue; }

Interpreter::Flow Interpreter::execute(const ScopeNode& node) {
  const Inner inner(*this, m_scope);
  return execute(node.body);
}

void Interpreter::assign(const Target& target, const Value& value) {
  if (!target.field.empty()) {
    const Value* object = nullptr;
    for (const Scope* scope = m_scope.get(); scope && !object; scope = scope->parent.get()) {
      const auto found = scope->names.find(target.names[0]);
      if (found != scope->names.end()) object = &found->second;
    }
    const NamespaceRef* fields = object ? object->as<NamespaceRef>() : nullptr;
    if (!fields) {
      failRendering(fmt::format("The chat template sets a field of '{}', which is no namespace.",
                                target.names[0]));
    }
    (*fields)->fields.insert_or_assign(target.field, value);
    return;
  }
  if (!target.unpacks) {
    define(target.names[0], value);
    return;
  }
  const ListRef parts = elements(value);
  if (parts->items.size() != target.names.size()) {
    failRendering(fmt::format("The chat template takes {} values apart into {} names.",
                              parts->items.size(), target.names.size()));
  }
  for (std::size_t i = 0; i < target.names.size(); ++i) define(target.names[i], parts->items[i]);
}

Value Interpreter::makeMacro(const MacroParts& macro) {
  m_budget.make(16);
  if (m_macroScopes.empty() || m_macroScopes.back() != m_scope) m_macroScopes.push_back(m_scope);
  // Weak, because the scope holds the macro; the interpreter keeps the scope.
  const std::weak_ptr<Scope> home = m_scope;
  return CallableRef(std::make_shared<const Callable>(
      Callable{macro.name, [&macro, home](Interpreter& interpreter, const Arguments& arguments) {
                 return interpreter.callMacro(macro, home.lock(), arguments);
               }}));
}

Value Interpreter::callMacro(const MacroParts& macro, const ScopePtr& home,
                             const Arguments& arguments) {
  const Budget::Level level(m_budget);
  const Inner inner(*this, home);
  const std::size_t count = macro.parameters.size();
  std::vector<bool> given(count, false);
  std::vector<Value> more;
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
    if (i < count) {
      define(macro.parameters[i], arguments.positional[i]);
      given[i] = true;
    } else if (macro.takesMore) {
      more.push_back(arguments.positional[i]);
    } else {
      failRendering(fmt::format("The macro '{}' takes at most {} arguments.", macro.name, count));
    }
  }
  std::vector<std::pair<Value, Value>> named;
  for (std::size_t at = 0; at < arguments.named.size(); ++at) {
    const auto& [name, value] = arguments.named[at];
    std::size_t i = 0;
    while (i < count && macro.parameters[i] != name) ++i;
    if (i < count && given[i]) {
      failRendering(fmt::format("The macro '{}' gets '{}' twice.", macro.name, name));
    }
    if (i < count || (name == "caller" && macro.takesCaller)) {
      define(name, value);
      if (i < count) given[i] = true;
    } else if (macro.takesNamed) {
      named.emplace_back(Value::text(m_budget, arguments.nameAt(at)), value);
    } else {
      failRendering(fmt::format("The macro '{}' has no parameter '{}'.", macro.name, name));
    }
  }
  const std::size_t required = count - macro.defaults.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (given[i]) continue;
    define(macro.parameters[i], i >= required
                                    ? evaluate(*macro.defaults[i - required])
                                    : Value::undefined(fmt::format(
                                          "parameter '{}' was not provided", macro.parameters[i])));
  }
  if (macro.takesMore) define("varargs", Value::list(m_budget, std::move(more), ListKind::Tuple));
  if (macro.takesNamed) define("kwargs", Value::dict(m_budget, std::move(named)));
  return capture(macro.body);
}

Value Interpreter::makeNamespace() {
  m_budget.make(64);
  return m_namespaces.emplace_back(std::make_shared<Namespace>());
}

}  // namespace alcove::chat::jinja
