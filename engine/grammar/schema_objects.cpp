// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grammar/schema_compiler.h"
#include "tokenizer/utf8.h"

namespace alcove::grammar {

struct SchemaCompiler::Property {
  std::string name;
  bool required;
  ExprId member;  // its key and value
};

ExprId SchemaCompiler::object(const Json& schema) {
  const bool declares = schema.contains("properties");
  // Undeclared properties are allowed by default, but made only if there are no declared ones.
  const Json added =
      schema.contains("additionalProperties") ? schema["additionalProperties"] : Json(!declares);
  const std::vector<Property> properties = propertiesOf(schema, added);
  const auto required = std::ranges::count_if(properties, &Property::required);
  const int least = count(schema, "minProperties", 0);
  const int most = count(schema, "maxProperties", -1);
  if (properties.empty()) {
    if (added == false)
      return least > 0 ? m_rules.choice({}) : m_json.enclosed('{', m_rules.sequence({}), '}');
    if (added == true && least == 0 && most < 0) return m_json.object();
    if (most >= 0 && most < least) return m_rules.choice({});
    return m_json.enclosed('{', m_json.list(addedMember(properties, added), least, most), '}');
  }
  if (least > required || (most >= 0 && (added != false || std::size_t(most) < properties.size())))
    throw Error(ErrorCode::Unsupported,
                "The schema counts properties ('minProperties', 'maxProperties') beside declared "
                "ones, which cannot be held to; say which are required instead.");
  const ExprId more = added == false ? m_rules.choice({}) : addedMember(properties, added);
  return m_json.enclosed('{', members(properties, more), '}');
}

std::vector<SchemaCompiler::Property> SchemaCompiler::propertiesOf(const Json& schema,
                                                                   const Json& added) {
  static const Json kNone = Json::object();
  const Json& declared = schema.contains("properties") ? schema["properties"] : kNone;
  const Json required = schema.value("required", Json::array());
  if (!declared.is_object() || !required.is_array() ||
      !std::ranges::all_of(required, [](const Json& name) { return name.is_string(); }))
    throw Error(ErrorCode::InvalidArgument,
                "'properties' in the schema must be an object of schemas, and 'required' a list of "
                "names.");
  std::vector<Property> properties;
  const auto add = [&](const std::string& name, bool needed, const Json& of) {
    // A rule of its own, because several places in the object may need it.
    const RuleId rule = m_rules.addRule(name);
    m_rules.define(rule, m_json.member(constant(name), value(of)));
    properties.push_back({name, needed, m_rules.reference(rule)});
  };
  for (const auto& [name, of] : declared.items())
    add(name, std::ranges::find(required, Json(name)) != required.end(), of);
  for (const Json& name : required) {
    const auto known = [&](const Property& p) { return p.name == name; };
    if (std::ranges::none_of(properties, known))
      add(name.get<std::string>(), true,
          schema.contains("additionalProperties") ? added : Json(true));
  }
  return properties;
}

// The first member has no comma before it; which one is the first depends on which optional ones
// are left out. So there is a rule for what may follow each property, and a choice of the first.
ExprId SchemaCompiler::members(const std::vector<Property>& properties, ExprId added) {
  ExprId tail = m_rules.repeat(m_json.next(added), 0, -1);
  std::vector<ExprId> firsts;  // in reverse order
  firsts.push_back(m_rules.sequence({added, tail}));
  bool mayBeEmpty = true;
  for (std::size_t i = properties.size(); i-- > 0;) {
    const Property& property = properties[i];
    if (property.required) {
      firsts.clear();
      mayBeEmpty = false;
    }
    firsts.push_back(m_rules.sequence({property.member, tail}));
    const ExprId own = m_json.next(property.member);
    const RuleId rule = m_rules.addRule(fmt::format("what follows before '{}'", property.name));
    m_rules.define(rule, m_rules.sequence({property.required ? own : m_rules.optional(own), tail}));
    tail = m_rules.reference(rule);
  }
  std::ranges::reverse(firsts);
  const ExprId some = m_rules.choice(std::move(firsts));
  return mayBeEmpty ? m_rules.optional(some) : some;
}

ExprId SchemaCompiler::addedMember(const std::vector<Property>& properties, const Json& schema) {
  std::vector<std::string> names;
  for (const Property& property : properties) names.push_back(property.name);
  return m_json.member(names.empty() ? m_json.string() : keyOtherThan(std::move(names)),
                       value(schema));
}

// Follows the names character by character, and leaves them where a key differs. Keys are written
// without escapes, so that none is one of the names in another spelling.
ExprId SchemaCompiler::keyOtherThan(std::vector<std::string> names) {
  const std::vector<CodePoints> escaped = {{0, 0x1F}, {'"', '"'}, {'\\', '\\'}};
  const ExprId any = m_rules.chars(complement(escaped));
  const ExprId rest = m_rules.repeat(any, 0, -1);
  std::map<std::string, bool> nodes{{"", false}};  // what names begin with: true for whole names
  std::map<std::string, std::vector<char32_t>> follows;
  for (const std::string& name : names) {
    std::string_view left = name;
    std::string begin;
    while (!left.empty()) {
      const auto step = tokenizer::nextUtf8(left);
      std::vector<char32_t>& next = follows[begin];
      if (std::ranges::find(next, step.codePoint) == next.end()) next.push_back(step.codePoint);
      begin += left.substr(0, step.length);
      nodes.try_emplace(begin, false);
      left.remove_prefix(step.length);
    }
    nodes[begin] = true;
  }
  // Longer beginnings come later in the map, so backwards every node's followers are done.
  std::map<std::string, RuleId> rules;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    std::vector<CodePoints> taken = escaped;
    std::vector<ExprId> options;
    for (const char32_t c : follows[node->first]) {
      taken.push_back({c, c});
      std::string longer = node->first;
      tokenizer::appendUtf8(longer, c);
      if (c > 0x1F && c != '"' && c != '\\')
        options.push_back(
            m_rules.sequence({m_rules.chars({{c, c}}), m_rules.reference(rules.at(longer))}));
    }
    options.push_back(m_rules.sequence({m_rules.chars(complement(taken)), rest}));
    if (!node->second) options.push_back(m_rules.sequence({}));
    const RuleId rule = m_rules.addRule("another key");
    m_rules.define(rule, m_rules.choice(std::move(options)));
    rules.emplace(node->first, rule);
  }
  const ExprId quote = m_rules.literal("\"");
  return m_rules.sequence({quote, m_rules.reference(rules.at("")), quote});
}

}  // namespace alcove::grammar
