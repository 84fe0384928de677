// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "chat/jinja/value.h"

// A parsed template. Built by the parser, never changed afterwards; every node owns its children.
// The parser bounds the depth, so that walks and destructors may recurse.
namespace alcove::chat::jinja {

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;

struct CallArguments {
  std::vector<ExpressionPtr> positional;
  std::vector<std::pair<std::string, ExpressionPtr>> named;
  ExpressionPtr more;       // *more; may be null
  ExpressionPtr moreNamed;  // **moreNamed; may be null
};

struct LiteralNode {
  Value value;
};
struct NameNode {
  std::string name;
};
struct ListNode {
  std::vector<ExpressionPtr> items;
  bool tuple;
};
struct DictNode {
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries;
};
enum class UnaryOperator { Not, Minus, Plus };
struct UnaryNode {
  UnaryOperator operation;
  ExpressionPtr operand;
};
enum class BinaryOperator { Add, Subtract, Multiply, Divide, FloorDivide, Modulo, Power };
struct BinaryNode {
  BinaryOperator operation;
  ExpressionPtr left;
  ExpressionPtr right;
};
struct LogicNode {  // gives the operand that decided
  bool isAnd;
  ExpressionPtr left;
  ExpressionPtr right;
};
struct ConcatNode {
  std::vector<ExpressionPtr> parts;
};
enum class CompareOperator { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In, NotIn };
struct CompareNode {  // a < b < c
  ExpressionPtr first;
  std::vector<std::pair<CompareOperator, ExpressionPtr>> rest;
};
struct ConditionalNode {
  ExpressionPtr condition;
  ExpressionPtr then;
  ExpressionPtr otherwise;  // may be null: undefined
};
struct AttributeNode {
  ExpressionPtr object;
  std::string name;
  Text key;  // the same as text
};
struct SubscriptNode {
  ExpressionPtr object;
  ExpressionPtr index;
};
struct SliceNode {  // parts may be null
  ExpressionPtr object;
  ExpressionPtr begin;
  ExpressionPtr end;
  ExpressionPtr step;
};
struct CallNode {
  ExpressionPtr callee;
  CallArguments arguments;
};
struct FilterNode {
  ExpressionPtr input;  // null: the body of a filter or set block
  std::string name;
  CallArguments arguments;
};
struct TestNode {
  ExpressionPtr input;
  std::string name;
  CallArguments arguments;
  bool negated;
};

struct Expression {
  int line = 0;
  std::uint32_t depth = 1;
  std::variant<LiteralNode, NameNode, ListNode, DictNode, UnaryNode, BinaryNode, LogicNode,
               ConcatNode, CompareNode, ConditionalNode, AttributeNode, SubscriptNode, SliceNode,
               CallNode, FilterNode, TestNode>
      node;
};

struct Statement;
using Body = std::vector<std::unique_ptr<const Statement>>;

// What is assigned to: one name, several, or the field of a namespace.
struct Target {
  std::vector<std::string> names;
  std::string field;     // not empty: names[0].field
  bool unpacks = false;  // the value is taken apart, also if there is one name
};

struct DataNode {
  Text text;
};
struct OutputNode {
  ExpressionPtr value;
};
struct ForNode {
  Target target;
  ExpressionPtr iterable;
  ExpressionPtr condition;  // may be null
  Body body;
  Body otherwise;
  bool recursive = false;  // the body may call `loop` with what lies inside an element
};
struct IfNode {
  std::vector<std::pair<ExpressionPtr, Body>> branches;
  Body otherwise;
};
struct SetNode {
  Target target;
  ExpressionPtr value;
};
struct SetBlockNode {
  Target target;
  ExpressionPtr filter;  // may be null; innermost input is null
  Body body;
};
struct FilterBlockNode {
  ExpressionPtr filter;
  Body body;
};
struct WithNode {
  std::vector<std::pair<Target, ExpressionPtr>> values;
  Body body;
};
struct MacroParts {
  std::string name;
  std::vector<std::string> parameters;
  std::vector<ExpressionPtr> defaults;  // of the last parameters
  Body body;
  bool takesMore = false;   // uses varargs
  bool takesNamed = false;  // uses kwargs
  bool takesCaller = false;
};
struct MacroNode {
  MacroParts macro;
};
struct CallBlockNode {
  ExpressionPtr call;  // a CallNode
  MacroParts caller;
};
struct BreakNode {};
struct ContinueNode {};
struct ScopeNode {  // {% generation %}: marks training text, renders as it is
  Body body;
};

struct Statement {
  int line = 0;
  std::variant<DataNode, OutputNode, ForNode, IfNode, SetNode, SetBlockNode, FilterBlockNode,
               WithNode, MacroNode, CallBlockNode, BreakNode, ContinueNode, ScopeNode>
      node;
};

}  // namespace alcove::chat::jinja
