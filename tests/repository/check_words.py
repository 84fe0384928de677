#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""No file names one machine's folders, a package registry's host or a ticket, and none leaves a thing for later."""

import re

import tree

PATTERNS = [
    (re.compile(r"(?<![\w./$}-])/(work|home|root)/\w"), "a folder of one machine"),
    (re.compile(r"\b(files\.pythonhosted|pypi|registry\.npmjs|deb\.debian|archive\.ubuntu)\.(org|com)\b"), "a registry's host"),
    (re.compile(r"\bissues? #?\d+\b", re.I), "a ticket's number"),
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"), "something left for later"),
]
BINARY = {".png", ".jpg", ".gguf", ".bin", ".ttf", ".otf", ".icns", ".ico"}


def main():
    problems, looked_at = [], 0
    for path in tree.files():
        if path.suffix in BINARY or path.parts[:2] == ("tests", "data"):
            continue
        looked_at += 1
        for number, line in enumerate(tree.read(path).splitlines(), 1):
            problems += [f"{path}:{number}: {what}: {line.strip()[:100]}" for pattern, what in PATTERNS if pattern.search(line)]
    tree.finish(problems, looked_at)


main()
