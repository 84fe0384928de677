// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "chat/jinja/ast.h"
#include "chat/jinja/budget.h"
#include "chat/jinja/value.h"

namespace alcove::chat::jinja {

// The names that are visible at one place, and the scope around it.
struct Scope {
  std::shared_ptr<Scope> parent;  // null for the outermost
  std::unordered_map<std::string, Value> names;
};
using ScopePtr = std::shared_ptr<Scope>;

// One rendering of one template. The tree and the variables must outlive it. Not thread-safe;
// several may share a tree.
class Interpreter {
 public:
  Interpreter(Budget& budget, std::int64_t nowUnixSeconds);
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  void define(const std::string& name, Value value);
  // Renders once. Throws Error InvalidArgument or LimitExceeded; line() then says where.
  [[nodiscard]] Text render(const Body& body);
  [[nodiscard]] int line() const { return m_line; }

  // For filters, tests, methods and functions.
  Budget& budget() { return m_budget; }
  [[nodiscard]] std::int64_t nowUnixSeconds() const { return m_nowUnixSeconds; }
  Value call(const Value& callee, const Arguments& arguments);
  Value applyFilter(const std::string& name, const Value& input, const Arguments& arguments);
  bool applyTest(const std::string& name, const Value& input, const Arguments& arguments);
  // `object.name` and `object[index]`: undefined if there is no such thing.
  Value attribute(const Value& object, const std::string& name, TextView key);
  Value item(const Value& object, const Value& index);
  // What a for loop over `value` sees. Throws Error InvalidArgument for what has no elements.
  ListRef elements(const Value& value);
  Value makeNamespace();

 private:
  enum class Flow { Normal, Break, Continue };
  struct Visitor;

  Value evaluate(const Expression& expression);
  Value evaluateFilter(const FilterNode& node, const Value& input);
  // A chain of filters whose innermost input is the body of a block.
  Value applyChain(const Expression& chain, const Value& input);
  Arguments evaluate(const CallArguments& arguments);
  Value evaluate(const LiteralNode& node);
  Value evaluate(const NameNode& node);
  Value evaluate(const ListNode& node);
  Value evaluate(const DictNode& node);
  Value evaluate(const UnaryNode& node);
  Value evaluate(const BinaryNode& node);
  Value evaluate(const LogicNode& node);
  Value evaluate(const ConcatNode& node);
  Value evaluate(const CompareNode& node);
  Value evaluate(const ConditionalNode& node);
  Value evaluate(const AttributeNode& node);
  Value evaluate(const SubscriptNode& node);
  Value evaluate(const SliceNode& node);
  Value evaluate(const CallNode& node);
  Value evaluate(const FilterNode& node);
  Value evaluate(const TestNode& node);

  Flow execute(const Body& body);
  Flow execute(const Statement& statement);
  Flow execute(const DataNode& node);
  Flow execute(const OutputNode& node);
  Flow execute(const ForNode& node);
  Flow execute(const IfNode& node);
  Flow execute(const SetNode& node);
  Flow execute(const SetBlockNode& node);
  Flow execute(const FilterBlockNode& node);
  Flow execute(const WithNode& node);
  Flow execute(const MacroNode& node);
  Flow execute(const CallBlockNode& node);
  Flow execute(const BreakNode& node);
  Flow execute(const ContinueNode& node);
  Flow execute(const ScopeNode& node);

  void write(TextView text);
  Value capture(const Body& body);
  // What is written while `write` runs.
  Value capture(const std::function<void()>& write);
  void assign(const Target& target, const Value& value);
  ListRef loopItems(const ForNode& node, const Value& iterable);
  Flow walk(const ForNode& node, const Value& iterable, std::int64_t depth);
  // loop(iterable) inside a recursive loop: its body over that, as text.
  Value callLoop(const LoopRef& loop, const Arguments& arguments);
  Value makeMacro(const MacroParts& macro);
  Value callMacro(const MacroParts& macro, const ScopePtr& home, const Arguments& arguments);

  // A scope inside the current one while it lives.
  class Inner {
   public:
    Inner(Interpreter& interpreter, ScopePtr parent);
    ~Inner() { m_interpreter.m_scope = std::move(m_before); }
    Inner(const Inner&) = delete;
    Inner& operator=(const Inner&) = delete;

   private:
    Interpreter& m_interpreter;
    ScopePtr m_before;
  };

  Budget& m_budget;
  std::int64_t m_nowUnixSeconds;
  ScopePtr m_scope;
  Text* m_output = nullptr;
  int m_line = 0;
  // Macros hold their scope and namespaces may hold anything, so they can form rings; the
  // destructor empties all of these, which opens every ring.
  std::vector<ScopePtr> m_macroScopes;
  std::vector<NamespaceRef> m_namespaces;
};

}  // namespace alcove::chat::jinja
