// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/code_language.h"

#include <QString>

namespace alcove::ui {
namespace {

constexpr CodeLanguage kCodeLanguages[] = {
    {.name = u"C",
     .aliases = u"c h",
     .keywords =
         u"auto break case const continue default do else enum extern for goto if inline "
         u"register restrict return sizeof static struct switch typedef union volatile while",
     .types = u"void char short int long float double signed unsigned bool size_t ssize_t int8_t "
              u"int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t FILE NULL true false",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .directive = u'#'},
    {.name = u"C++",
     .aliases = u"c++ cpp cc cxx hpp hh cuda glsl",
     .keywords =
         u"alignas alignof auto break case catch class co_await co_return co_yield concept "
         u"const consteval constexpr constinit continue decltype default delete do else enum "
         u"explicit export extern final for friend goto if inline mutable namespace new "
         u"noexcept operator override private protected public register requires return "
         u"sizeof static static_assert static_cast dynamic_cast reinterpret_cast const_cast "
         u"struct switch template this throw try typedef typeid typename union using virtual "
         u"volatile while",
     .types =
         u"void char short int long float double signed unsigned bool size_t wchar_t char8_t "
         u"char16_t char32_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t "
         u"string vector map set pair optional true false nullptr std",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .directive = u'#'},
    {.name = u"Python",
     .aliases = u"python py python3 pycon ipython",
     .keywords = u"and as assert async await break case class continue def del elif else except "
                 u"finally for from global if import in is lambda match nonlocal not or pass raise "
                 u"return try while with yield",
     .types = u"None True False self cls int float str bytes bool list dict set tuple object type",
     .lineComments = u"#",
     .longQuotes = u"\"\"\" '''",
     .annotation = u'@'},
    {.name = u"JavaScript",
     .aliases = u"javascript js jsx mjs node qml",
     .keywords =
         u"async await break case catch class const continue debugger default delete do else "
         u"export extends finally for from function get if import in instanceof let new of "
         u"return set static super switch this throw try typeof var void while with yield",
     .types =
         u"true false null undefined NaN Infinity Array Boolean Date Error JSON Map Math Number "
         u"Object Promise RegExp Set String Symbol console document window",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .longQuotes = u"`",
     .annotation = u'@'},
    {.name = u"TypeScript",
     .aliases = u"typescript ts tsx",
     .keywords =
         u"abstract any as asserts async await break case catch class const continue declare "
         u"default delete do else enum export extends finally for from function get if "
         u"implements import in infer instanceof interface is keyof let namespace new of "
         u"private protected public readonly return satisfies set static super switch this "
         u"throw try type typeof var void while yield",
     .types = u"true false null undefined string number boolean object symbol bigint never unknown "
              u"Array Date Error Map Math Object Partial Promise Readonly Record Set String",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .longQuotes = u"`",
     .annotation = u'@'},
    {.name = u"Rust",
     .aliases = u"rust rs",
     .keywords =
         u"as async await break const continue crate dyn else enum extern fn for if impl in "
         u"let loop match mod move mut pub ref return static struct super trait type unsafe "
         u"use where while",
     .types =
         u"bool char f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize str self Self "
         u"String Vec Option Some None Result Ok Err Box Rc Arc true false",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .quotes = nullptr,  // an apostrophe begins a lifetime as often as a character
     .longQuotes = u"\"",
     .directive = u'#'},
    {.name = u"Go",
     .aliases = u"go golang",
     .keywords =
         u"break case chan const continue default defer else fallthrough for func go goto if "
         u"import interface map package range return select struct switch type var",
     .types = u"bool byte rune string error int int8 int16 int32 int64 uint uint8 uint16 uint32 "
              u"uint64 uintptr float32 float64 complex64 complex128 any true false nil iota",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .longQuotes = u"`"},
    {.name = u"Java",
     .aliases = u"java kotlin kt scala csharp cs c# swift dart",
     .keywords =
         u"abstract assert break case catch class const continue default do else enum extends "
         u"final finally for fun func goto if implements import in instanceof interface is "
         u"let namespace native new object override package private protected public record "
         u"return sealed static strictfp super switch synchronized this throw throws "
         u"transient try using val var volatile when where while yield",
     .types = u"boolean bool byte char double float int long short void var String Integer Long "
              u"Double Boolean Object List Map Set Optional Int Unit Any true false null nil",
     .lineComments = u"//",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .longQuotes = u"\"\"\"",
     .annotation = u'@'},
    {.name = u"Shell",
     .aliases = u"shell bash sh zsh fish console terminal dockerfile make makefile",
     .keywords =
         u"if then else elif fi for while until do done case esac in function select return "
         u"exit break continue local export readonly declare unset shift source alias set "
         u"trap",
     .types =
         u"echo cd ls cat grep sed awk find sudo apt apt-get git curl wget mkdir rm cp mv chmod "
         u"chown tar python pip npm docker true false",
     .lineComments = u"#",
     .quotes = nullptr,
     .longQuotes = u"\" '",
     .variable = u'$'},
    {.name = u"JSON",
     .aliases = u"json json5 jsonc jsonl",
     .keywords = u"",
     .types = u"true false null",
     .lineComments = u"//",
     .quotes = u"\"",
     .hasKeys = true},
    {.name = u"SQL",
     .aliases = u"sql sqlite mysql postgres postgresql plsql tsql",
     .keywords =
         u"add all alter and any as asc begin between by cascade case check column commit "
         u"conflict constraint create cross database default delete desc distinct drop else "
         u"end except exists explain foreign from full group having if in index inner insert "
         u"intersect into is join key left like limit natural not null offset on or order "
         u"outer over partition pragma primary recursive references replace returning right "
         u"rollback select set table then transaction trigger union unique update using "
         u"values view virtual when where with",
     .types =
         u"int integer bigint smallint real float double decimal numeric text varchar char blob "
         u"boolean date time timestamp true false count sum avg min max coalesce",
     .lineComments = u"--",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .quotes = nullptr,
     .longQuotes = u"' \"",
     .ignoreCase = true},
    {.name = u"HTML",
     .aliases = u"html xml svg xhtml vue htm xsl plist",
     .keywords = u"",
     .blockBegin = u"<!--",
     .blockEnd = u"-->",
     .isMarkup = true},
    {.name = u"CSS",
     .aliases = u"css scss less sass",
     .keywords = u"important and not only from to",
     .types =
         u"auto none inherit initial unset block inline flex grid absolute relative fixed sticky "
         u"solid dashed dotted bold normal italic center left right top bottom hidden visible "
         u"transparent",
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .annotation = u'@',
     .hasKeys = true},
    {.name = u"YAML",
     .aliases = u"yaml yml toml ini conf properties",
     .keywords = u"",
     .types = u"true false null yes no on off",
     .lineComments = u"#",
     .hasKeys = true},
};

bool listContains(const char16_t* words, QStringView word) {
  for (const QStringView candidate : QStringView(words).tokenize(u' ')) {
    if (candidate == word) {
      return true;
    }
  }
  return false;
}

}  // namespace

const CodeLanguage* findCodeLanguage(QStringView label) {
  const QString lower = label.toString().toLower();
  for (const CodeLanguage& language : kCodeLanguages) {
    if (!lower.isEmpty() && listContains(language.aliases, lower)) {
      return &language;
    }
  }
  return nullptr;
}

QString codeLanguageName(const QString& label) {
  const CodeLanguage* language = findCodeLanguage(label);
  if (language == nullptr) {
    return label.left(24);
  }
  // An alias that is a language of its own ("kotlin") keeps its name; "py" becomes "Python".
  static constexpr const char16_t* kOwnNames[] = {
      u"kotlin", u"scala", u"swift", u"dart", u"xml",  u"svg", u"toml",
      u"ini",    u"qml",   u"cuda",  u"glsl", u"scss", u"vue", u"dockerfile"};
  for (const char16_t* own : kOwnNames) {
    if (label.compare(QStringView(own), Qt::CaseInsensitive) == 0) {
      return label.left(24);
    }
  }
  return QStringView(language->name).toString();
}

}  // namespace alcove::ui
