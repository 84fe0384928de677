#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""No file above 600 lines, no C++ function above 100. Wanted are 400 and 60; this is where it stops being a matter of taste."""

import re

import tree

MAX_FILE, MAX_FUNCTION = 600, 100
SUFFIXES = (*tree.CPP, ".qml", ".py", ".cmake", ".comp", ".cu", ".txt", ".js")
DATA = {"tests/data", "tests/cases", "resources"}
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")


def blank(match):
    return "\n" * match.group(0).count("\n")


def functions(text):
    """(first line, lines) of each function body: the outermost braces within namespaces and classes that follow a
    parenthesis. Strings, comments and preprocessor lines are blanked first."""
    text = DIRECTIVE.sub(blank, NOISE.sub(lambda m: blank(m) or '""', text))
    scopes, head_start, line, opened = [], 0, 1, None
    for at, character in enumerate(text):
        if character == "\n":
            line += 1
        elif character == "{":
            head = text[head_start:at]
            is_scope = bool(SCOPE.search(head)) and not re.search(r"\)\s*(const|noexcept|override|->.*)*\s*$", head)
            if not is_scope and "(" in head and opened is None and all(scopes):
                opened = (len(scopes), line)
            scopes.append(is_scope)
            head_start = at + 1
        elif character == "}":
            if scopes:
                scopes.pop()
            if opened and len(scopes) == opened[0]:
                yield opened[1], line - opened[1] + 1
                opened = None
            head_start = at + 1
        elif character == ";":
            head_start = at + 1


def main():
    problems, looked_at = [], 0
    for path in tree.files(*SUFFIXES):
        if any(str(path).startswith(folder + "/") for folder in DATA):
            continue
        looked_at += 1
        text = tree.read(path)
        lines = text.count("\n")
        if lines > MAX_FILE:
            problems.append(f"{path}: {lines} lines, more than {MAX_FILE}")
        if path.suffix in tree.CPP:
            problems += [f"{path}:{first}: a function of {length} lines, more than {MAX_FUNCTION}"
                         for first, length in functions(text) if length > MAX_FUNCTION]
    tree.finish(problems, looked_at)


if __name__ == "__main__":
    main()
