#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Colours, durations and fonts are named in ui/components/Theme.qml and nowhere else, so that one table changes the whole
window; and no QML file is a program."""

import re

import tree

THEME = tree.Path("ui/components/Theme.qml")
MAX_LINES = 300
LITERALS = [
    (re.compile(r'"#[0-9a-fA-F]{3,8}"|\bQt\.(rgba|hsla|hsva)\(\s*[\d.]'), "a colour"),
    (re.compile(r'\bcolor\s*:\s*"(?!transparent")\w+"'), "a colour's name"),
    (re.compile(r"\bduration\s*:\s*[1-9]\d*"), "a duration"),
    (re.compile(r"\bpixelSize\s*:\s*\d+|\bpointSize\s*:\s*\d+|\bfamily\s*:\s*\""), "a font"),
]


def main():
    problems, pages = [], [path for path in tree.files(".qml") if path.parts[0] == "ui"]
    for path in pages:
        lines = tree.read(path).splitlines()
        if len(lines) > MAX_LINES:
            problems.append(f"{path}: {len(lines)} lines, more than {MAX_LINES}")
        if path == THEME:
            continue
        for number, line in enumerate(lines, 1):
            problems += [f"{path}:{number}: {what} that belongs into {THEME}: {line.strip()}"
                         for pattern, what in LITERALS if pattern.search(line)]
    tree.finish(problems, len(pages))


main()
