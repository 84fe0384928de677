// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Templates that mean harm: each is refused with a sentence, or renders to what says that there
// was nothing to reach, within limits on time and text.
#include <gtest/gtest.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <string>

#include "alcove/error.h"
#include "chat/chat_template.h"

namespace alcove::chat {
namespace {

// Processor time, so that a busy machine fails no test; the sanitizers cost a factor of ten.
constexpr int kMostSeconds = 30;

std::string times(int count, const std::string& text) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

struct Hostile {
  std::string name;
  std::string source;
};

// Nothing of the host is there to be reached.
std::vector<Hostile> reachingCases() {
  return {
      {"subclasses", "{{ ''.__class__.__mro__[1].__subclasses__() }}"},
      {"class of a list", "{{ [].__class__.__base__ }}"},
      {"globals of a function", "{{ range.__globals__['os'] }}"},
      {"globals of a macro", "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}"},
      {"lipsum", "{{ lipsum.__globals__.os.popen('id').read() }}"},
      {"cycler", "{{ cycler.__init__.__globals__ }}"},
      {"self", "{{ self.__init__.__globals__ }}"},
      {"namespace", "{{ namespace().__init__.__globals__ }}"},
      {"attr filter", "{{ (''|attr('__class__')).x }}"},
      {"attr filter in map", "{{ ['']|map(attribute='__class__.__mro__')|list }}"},
      {"format", "{{ '{0.__class__}'.format(1) }}"},
      {"format index", "{{ '{0[__class__]}'.format({}) }}"},
      {"format map", "{{ '{x.__class__}'.format_map({'x': 1}) }}"},
      {"percent", "{{ '%(__class__)s' % {} }}"},
      {"import", "{% import 'os' as os %}{{ os }}"},
      {"from import", "{% from 'os' import system %}{{ system('id') }}"},
      {"include", "{% include '/etc/passwd' %}"},
      {"extends", "{% extends '/etc/passwd' %}"},
      {"do", "{% do messages.append(1) %}"},
      {"append", "{% set _ = messages.append(1) %}"},
      {"update", "{% set _ = messages[0].update({'role': 'system'}) %}"},
      {"set a field of a message", "{% set messages.x = 1 %}"},
      {"open", "{{ open('/etc/passwd').read() }}"},
      {"eval", "{{ eval('1') }}"},
      {"loop", "{% for x in 'a' %}{{ loop.__class__.x }}{% endfor %}"},
      {"exception", "{{ raise_exception.__self__.x }}"},
  };
}

std::vector<Hostile> endlessCases() {
  const std::string recursive = "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}";
  return {
      {"a billion turns", "{% for i in range(10**9) %}{% endfor %}"},
      {"loops in loops", times(8, "{% for x in range(99999) %}") + times(8, "{% endfor %}")},
      {"a macro that calls itself", recursive},
      {"macros that call each other",
       "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ "
       "a() }}"},
      {"a caller that calls itself",
       "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}"},
      {"a recursive loop on itself", "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}"},
      {"a power", "{{ 9**9**9 }}"},
      {"powers of floats",
       "{% for i in range(99999) %}{% for j in range(99999) %}{{ 1.5**j }}"
       "{% endfor %}{% endfor %}"},
      {"search in a long text",
       "{% set t = 'a' * 3000000 %}{% for i in range(9999) %}{{ 'b' in t }}{% endfor %}"},
      {"count in a long text",
       "{% set t = 'a' * 3000000 %}{% for i in range(9999) %}{{ t.count('aab') }}{% endfor %}"},
      {"strip with many characters",
       "{% set t = 'a' * 3000000 %}{{ t.strip('b' * 100000 ~ 'a')|length }}"},
      {"unique of many", "{{ range(99999)|unique|list|length }}"},
      {"sort of many", "{% for i in range(999) %}{{ range(99999)|sort|length }}{% endfor %}"},
      {"groups of many",
       "{% for i in range(999) %}{{ range(99999)|groupby('real')|length }}"
       "{% endfor %}"},
      {"equal lists",
       "{% set a = range(99999)|list %}{% for i in range(9999) %}{{ a == a }}"
       "{% endfor %}"},
      {"a list that holds itself often",
       "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}"
       "{% endfor %}{{ ns.x == ns.x }}"},
  };
}

std::vector<Hostile> hugeCases() {
  const std::string doubling =
      "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x ";
  return {
      {"a billion letters", "{{ 'a' * 10**9 }}"},
      {"a product that wraps", "{{ 'abcd' * 4611686018427387905 }}"},
      {"a list of a billion", "{{ ([0] * 10**9)|length }}"},
      {"doubling by plus", doubling + "+ ns.x %}{% endfor %}"},
      {"doubling by tilde", doubling + "~ ns.x %}{% endfor %}"},
      {"doubling by replace", doubling + "|replace('a', 'aa') %}{% endfor %}"},
      {"doubling by join", doubling + ".join([ns.x, ns.x]) %}{% endfor %}"},
      {"doubling by format", doubling + "|format() ~ '%s%s' % (ns.x, ns.x) %}{% endfor %}"},
      {"doubling by braces", doubling + "~ '{0}{0}'.format(ns.x) %}{% endfor %}"},
      {"doubling lists",
       "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = "
       "ns.x + ns.x %}{% endfor %}"},
      {"doubling by set blocks",
       "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x %}{{ ns.x }}{{ ns.x "
       "}}{% endset %}{% endfor %}"},
      {"doubling by escape",
       "{% set ns = namespace(x='&' * 9) %}{% for i in range(99) %}{% set "
       "ns.x = ns.x|forceescape ~ ns.x %}{% endfor %}"},
      {"printing what shares",
       "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}"
       "{% endfor %}{{ ns.x }}"},
      {"JSON of what shares",
       "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = {'a': ns.x, 'b': "
       "ns.x} %}{% endfor %}{{ ns.x|tojson }}"},
      {"JSON with a wide indent", "{{ [[1]]|tojson(indent=10**9) }}"},
      {"JSON with long separators",
       "{{ (range(99999)|list)|tojson(separators=('a' * 9999, ':')) }}"},
      {"center", "{{ 'a'|center(10**9) }}"},
      {"ljust", "{{ 'a'.ljust(10**9) }}"},
      {"zfill", "{{ 'a'.zfill(10**9) }}"},
      {"indent", "{{ ('a\\n' * 9)|indent(10**9) }}"},
      {"expandtabs", "{{ '\\t'.expandtabs(10**9) }}"},
      {"percent width", "{{ '%1000000000d' % 1 }}"},
      {"percent width of a text", "{{ '%1000000000s' % 'a' }}"},
      {"brace width", "{{ '{:>1000000000}'.format('a') }}"},
      {"replace nothing", "{{ ('a' * 99999)|replace('', 'b' * 9999) }}"},
      {"batch", "{{ [1]|batch(10**9, 0)|list }}"},
      {"slice", "{{ [1]|slice(10**9)|list }}"},
      {"a list of characters", "{{ ('a' * 9999999)|list|length }}"},
      {"many lines",
       "{% set t = '\\n' * 3000000 %}{{ t.splitlines()|length }}{{ "
       "t.split('\\n')|length }}{{ t.splitlines()|length }}"},
      {"words that repeat", "{% for i in range(99999) %}{{ 'a' * 9999 }}{% endfor %}"},
      {"deep lists",
       "{% set ns = namespace(x=[]) %}{% for i in range(999) %}{% set ns.x = [ns.x] "
       "%}{% endfor %}{{ ns.x }}"},
  };
}

std::vector<Hostile> deepCases() {
  constexpr int kDeep = 20'000;
  return {
      {"parentheses", "{{ " + times(kDeep, "(") + "1" + times(kDeep, ")") + " }}"},
      {"brackets", "{{ " + times(kDeep, "[") + times(kDeep, "]") + " }}"},
      {"braces", "{{ " + times(kDeep, "{1:") + "1" + times(kDeep, "}") + " }}"},
      {"brackets without end", "{{ " + times(kDeep, "[")},
      {"not", "{{ " + times(kDeep, "not ") + "1 }}"},
      {"minus", "{{ " + times(kDeep, "-") + "1 }}"},
      {"plus", "{{ 1" + times(kDeep, "+1") + " }}"},
      {"powers", "{{ 1" + times(kDeep, "**1") + " }}"},
      {"and", "{{ 1" + times(kDeep, " and 1") + " }}"},
      {"attributes", "{{ a" + times(kDeep, ".a") + " }}"},
      {"indices", "{{ a" + times(kDeep, "[0]") + " }}"},
      {"calls", "{{ a" + times(kDeep, "()") + " }}"},
      {"filters", "{{ 1" + times(kDeep, "|string") + " }}"},
      {"tests", "{{ 1" + times(kDeep, " is defined") + " }}"},
      {"conditions", "{{ 1" + times(kDeep, " if 1 else 1") + " }}"},
      {"indices in indices", "{{ " + times(kDeep, "a[") + "0" + times(kDeep, "]") + " }}"},
      {"calls in calls", "{{ " + times(kDeep, "a(") + times(kDeep, ")") + " }}"},
      {"if", times(kDeep, "{% if 1 %}") + times(kDeep, "{% endif %}")},
      {"for", times(kDeep, "{% for x in [] %}") + times(kDeep, "{% endfor %}")},
      {"macro", times(kDeep, "{% macro m() %}") + times(kDeep, "{% endmacro %}")},
      {"set", times(kDeep, "{% set x %}") + times(kDeep, "{% endset %}")},
      {"filter blocks", times(kDeep, "{% filter upper %}") + times(kDeep, "{% endfilter %}")},
      {"blocks without end", times(kDeep, "{% if 1 %}")},
      {"a comment without end", "{#" + times(kDeep, "{#")},
      {"raw without end", "{% raw %}" + times(kDeep, "{% raw %}")},
      {"a text without end", "{{ '" + times(kDeep, "\\")},
      {"a tag without end", "{{ 1"},
      {"nothing in a tag", "{{ }}"},
      {"a number without end", "{{ " + times(kDeep, "9") + " }}"},
      {"an escape that is no character", "{{ '\\ud800' }}"},
      {"zero bytes", std::string("{{ \0 }}", 7)},
      {"bytes that are no text", "{{ \xff\xfe }}"},
      {"larger than any template", times(1'100'000, "{{1}}")},
      {"division by zero", "{{ 1 // 0 }}"},
      {"the smallest number divided", "{{ (-9223372036854775807 - 1) // -1 }}"},
      {"numbers beyond 64 bits", "{{ 9223372036854775807 + 1 }}"},
      {"time with a wide field", "{{ strftime_now('%1000000000d') }}"},
  };
}

class HostileTemplate : public testing::TestWithParam<Hostile> {};

TEST_P(HostileTemplate, IsRefusedInTime) {
  const std::clock_t start = std::clock();
  const auto messages = nlohmann::ordered_json::parse(R"([{"role": "user", "content": "x"}])");
  try {
    const std::string text = ChatTemplate::compile(GetParam().source)->render(messages, {});
    EXPECT_LT(text.size(), 50'000'000u);
    // What is not refused has found nothing.
    EXPECT_EQ(text.find_first_not_of("[]Undefined, \n"), std::string::npos) << text.substr(0, 99);
  } catch (const Error& error) {
    EXPECT_FALSE(error.sentence().empty());
    EXPECT_LT(error.sentence().size(), 1000u);
  }
  EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, kMostSeconds);
}

std::string nameOf(const testing::TestParamInfo<Hostile>& row) {
  std::string name = row.param.name;
  for (char& c : name) c = c == ' ' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Reaching, HostileTemplate, testing::ValuesIn(reachingCases()), nameOf);
INSTANTIATE_TEST_SUITE_P(Endless, HostileTemplate, testing::ValuesIn(endlessCases()), nameOf);
INSTANTIATE_TEST_SUITE_P(Huge, HostileTemplate, testing::ValuesIn(hugeCases()), nameOf);
INSTANTIATE_TEST_SUITE_P(Deep, HostileTemplate, testing::ValuesIn(deepCases()), nameOf);

}  // namespace
}  // namespace alcove::chat
