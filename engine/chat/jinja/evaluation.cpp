// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The interpreter's expressions.
#include <fmt/format.h>

#include "alcove/error.h"
#include "chat/jinja/interpreter.h"
#include "chat/jinja/library.h"
#include "chat/jinja/loop.h"

namespace alcove::chat::jinja {

namespace {

Value elementAt(const List& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.items.size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) {
    return Value::undefined(fmt::format("a list of {} has no element {}", size, index));
  }
  return list.items[static_cast<std::size_t>(index)];
}

}  // namespace

const FilterRow* findFilter(std::string_view name) {
  for (const auto rows :
       {textFilters(), numberFilters(), sequenceFilters(), selectionFilters(), groupingFilters()}) {
    for (const FilterRow& row : rows) {
      if (row.name == name) return &row;
    }
  }
  return nullptr;
}

Value Interpreter::call(const Value& callee, const Arguments& arguments) {
  requireDefined(callee);
  if (const LoopRef* loop = callee.as<LoopRef>()) return callLoop(*loop, arguments);
  const CallableRef* function = callee.as<CallableRef>();
  if (!function) {
    failRendering(
        fmt::format("The chat template calls a {}, which is no function.", callee.typeName()));
  }
  m_budget.step();
  // A copy, because what is called may replace the variable that held it.
  const CallableRef alive = *function;
  return alive->call(*this, arguments);
}

Value Interpreter::applyFilter(const std::string& name, const Value& input,
                               const Arguments& arguments) {
  const FilterRow* filter = findFilter(name);
  if (!filter) {
    throw Error(ErrorCode::Unsupported,
                fmt::format("The chat template uses the filter '{}', which is not known.", name));
  }
  m_budget.step();
  Value result = filter->apply(*this, input, arguments);
  return filter->keepsMarkup && input.isMarkup() ? result.asMarkup(m_budget) : result;
}

bool Interpreter::applyTest(const std::string& name, const Value& input,
                            const Arguments& arguments) {
  m_budget.step();
  for (const TestRow& row : tests()) {
    if (row.name == name) return row.holds(*this, input, arguments);
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("The chat template uses the test '{}', which is not known.", name));
}

Value Interpreter::attribute(const Value& object, const std::string& name, TextView key) {
  requireDefined(object);
  if (const LoopRef* loop = object.as<LoopRef>()) {
    if (auto field = loopField(*loop, name)) return *field;
  } else if (const NamespaceRef* fields = object.as<NamespaceRef>()) {
    const auto found = (*fields)->fields.find(name);
    if (found != (*fields)->fields.end()) return found->second;
  } else if (auto bound = method(object, name)) {
    return *bound;
  } else if (const List* list = object.asList(); list && list->kind == ListKind::Group) {
    if (name == "grouper") return list->items[0];
    if (name == "list") return list->items[1];
  } else if (const Dict* dict = object.asDict()) {
    if (const Value* value = dict->find(key)) return *value;
  }
  return Value::undefined(fmt::format("a {} has no '{}'", object.typeName(), name));
}

Value Interpreter::item(const Value& object, const Value& index) {
  requireDefined(object);
  if (const Dict* dict = object.asDict()) {
    if (const Value* value = dict->find(index)) return *value;
  }
  if (const auto number = index.asInteger()) {
    if (const List* list = object.asList(); list && list->hasIndex()) {
      return elementAt(*list, *number);
    }
    if (const Text* text = object.asText()) {
      const auto size = static_cast<std::int64_t>(text->size());
      const std::int64_t at = *number < 0 ? *number + size : *number;
      if (at < 0 || at >= size) {
        return Value::undefined(fmt::format("a text of {} has no character {}", size, *number));
      }
      const Value made = Value::text(m_budget, Text(1, (*text)[static_cast<std::size_t>(at)]));
      return object.isMarkup() ? made.asMarkup(m_budget) : made;
    }
  }
  // As Jinja does, a name that is no key may be an attribute.
  if (const Text* name = index.asText(); name && name->size() < 64) {
    return attribute(object, toUtf8(*name), *name);
  }
  return Value::undefined(fmt::format("a {} has no such element", object.typeName()));
}

ListRef Interpreter::elements(const Value& value) {
  if (const ListRef* list = value.as<ListRef>()) return *list;
  std::vector<Value> items;
  if (const Text* text = value.asText()) {
    m_budget.make(text->size() * 8);
    for (const char32_t c : *text) items.push_back(Value::text(m_budget, Text(1, c)));
  } else if (const Dict* dict = value.asDict()) {
    for (const auto& [key, element] : dict->entries) items.push_back(key);
  } else if (const IteratorRef* iterator = value.as<IteratorRef>()) {
    m_budget.make((*iterator)->items->items.size() * 8);
    items = (*iterator)->takeAll();
  } else if (!value.is<Undefined>()) {
    failRendering(
        fmt::format("The chat template walks over a {}, which has no elements.", value.typeName()));
  }
  return *Value::list(m_budget, std::move(items)).as<ListRef>();
}

Value Interpreter::evaluate(const Expression& expression) {
  m_budget.step();
  const Budget::Level level(m_budget);
  m_line = expression.line;
  return std::visit([this](const auto& node) { return evaluate(node); }, expression.node);
}

Arguments Interpreter::evaluate(const CallArguments& arguments) {
  Arguments values;
  for (const auto& argument : arguments.positional) {
    values.positional.push_back(evaluate(*argument));
  }
  for (const auto& [name, argument] : arguments.named) {
    values.named.emplace_back(name, evaluate(*argument));
  }
  if (arguments.more) {
    const ListRef more = elements(evaluate(*arguments.more));
    m_budget.make(more->items.size() * 8);
    values.positional.insert(values.positional.end(), more->items.begin(), more->items.end());
  }
  if (arguments.moreNamed) {
    const Value more = evaluate(*arguments.moreNamed);
    if (!more.asDict()) failRendering("The chat template passes on what is no dictionary with **.");
    m_budget.make(more.asDict()->entries.size() * 16);
    values.foreignFrom = values.named.size();
    for (const auto& [name, value] : more.asDict()->entries) {
      if (!name.asText()) failRendering("The chat template passes on a name that is no text.");
      values.named.emplace_back(toUtf8(*name.asText()), value);
    }
  }
  return values;
}

Value Interpreter::evaluate(const LiteralNode& node) { return node.value; }

Value Interpreter::evaluate(const NameNode& node) {
  for (const Scope* scope = m_scope.get(); scope; scope = scope->parent.get()) {
    const auto found = scope->names.find(node.name);
    if (found != scope->names.end()) return found->second;
  }
  return Value::undefined(fmt::format("'{}' is undefined", node.name));
}

Value Interpreter::evaluate(const ListNode& node) {
  std::vector<Value> items;
  items.reserve(node.items.size());
  for (const auto& item : node.items) items.push_back(evaluate(*item));
  return Value::list(m_budget, std::move(items), node.tuple ? ListKind::Tuple : ListKind::List);
}

Value Interpreter::evaluate(const DictNode& node) {
  std::vector<std::pair<Value, Value>> entries;
  for (const auto& [key, value] : node.entries) {
    Value keyValue = evaluate(*key);
    entries.emplace_back(std::move(keyValue), evaluate(*value));
  }
  return Value::dict(m_budget, std::move(entries));
}

Value Interpreter::evaluate(const UnaryNode& node) {
  const Value value = evaluate(*node.operand);
  if (node.operation == UnaryOperator::Not) return !value.isTrue();
  if (node.operation == UnaryOperator::Minus) return negate(value);
  if (!value.asNumber()) failRendering("The chat template puts a plus before what is no number.");
  return value;
}

Value Interpreter::evaluate(const BinaryNode& node) {
  const Value left = evaluate(*node.left);
  const Value right = evaluate(*node.right);
  return applyBinary(m_budget, node.operation, left, right);
}

Value Interpreter::evaluate(const LogicNode& node) {
  Value left = evaluate(*node.left);
  return left.isTrue() == node.isAnd ? evaluate(*node.right) : left;
}

Value Interpreter::evaluate(const ConcatNode& node) {
  Text text;
  for (const auto& part : node.parts) text += toText(m_budget, evaluate(*part));
  return Value::text(m_budget, std::move(text));
}

Value Interpreter::evaluate(const CompareNode& node) {
  Value left = evaluate(*node.first);
  for (const auto& [operation, expression] : node.rest) {
    Value right = evaluate(*expression);
    bool holds = false;
    switch (operation) {
      case CompareOperator::Equal:
        holds = equals(m_budget, left, right);
        break;
      case CompareOperator::NotEqual:
        holds = !equals(m_budget, left, right);
        break;
      case CompareOperator::Less:
        holds = less(m_budget, left, right);
        break;
      case CompareOperator::Greater:
        holds = less(m_budget, right, left);
        break;
      case CompareOperator::LessEqual:
        holds = less(m_budget, left, right) || equals(m_budget, left, right);
        break;
      case CompareOperator::GreaterEqual:
        holds = less(m_budget, right, left) || equals(m_budget, left, right);
        break;
      case CompareOperator::In:
        holds = contains(m_budget, right, left);
        break;
      case CompareOperator::NotIn:
        holds = !contains(m_budget, right, left);
        break;
    }
    if (!holds) return false;
    left = std::move(right);
  }
  return true;
}

Value Interpreter::evaluate(const ConditionalNode& node) {
  if (evaluate(*node.condition).isTrue()) return evaluate(*node.then);
  if (node.otherwise) return evaluate(*node.otherwise);
  return Value::undefined("a condition without else was false");
}

Value Interpreter::evaluate(const AttributeNode& node) {
  return attribute(evaluate(*node.object), node.name, node.key);
}

Value Interpreter::evaluate(const SubscriptNode& node) {
  const Value object = evaluate(*node.object);
  return item(object, evaluate(*node.index));
}

Value Interpreter::evaluate(const SliceNode& node) {
  const Value object = evaluate(*node.object);
  const auto part = [this](const ExpressionPtr& expression) {
    return expression ? evaluate(*expression) : Value(None{});
  };
  const Value begin = part(node.begin);
  const Value end = part(node.end);
  return slice(m_budget, object, begin, end, part(node.step));
}

Value Interpreter::evaluate(const CallNode& node) {
  const Value callee = evaluate(*node.callee);
  return call(callee, evaluate(node.arguments));
}

Value Interpreter::evaluateFilter(const FilterNode& node, const Value& input) {
  return applyFilter(node.name, input, evaluate(node.arguments));
}

Value Interpreter::evaluate(const FilterNode& node) {
  return evaluateFilter(node, evaluate(*node.input));
}

Value Interpreter::applyChain(const Expression& chain, const Value& input) {
  const Budget::Level level(m_budget);
  const auto& node = std::get<FilterNode>(chain.node);
  return evaluateFilter(node, node.input ? applyChain(*node.input, input) : input);
}

Value Interpreter::evaluate(const TestNode& node) {
  const Value input = evaluate(*node.input);
  return applyTest(node.name, input, evaluate(node.arguments)) != node.negated;
}

}  // namespace alcove::chat::jinja
