#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Every source file opens with whose it is and under which licence."""

import tree

SUFFIXES = {*tree.CPP, ".qml", ".py", ".cmake", ".comp", ".cu", ".js", ".sh", ".glsl", ".in"}
COPYRIGHT = "SPDX-FileCopyrightText: 2026 Alcove contributors"
LICENCE = "SPDX-License-Identifier: Apache-2.0"


def is_source(path):
    if path.parts[:2] == ("tests", "data"):
        return False
    return path.suffix in SUFFIXES or path.name == "CMakeLists.txt" or (path.suffix == "" and tree.read(path).startswith("#!"))


def main():
    sources = [path for path in tree.files() if is_source(path)]
    problems = []
    for path in sources:
        head = "\n".join(tree.read(path).splitlines()[:5])
        if COPYRIGHT not in head or LICENCE not in head:
            problems.append(f"{path}: its first lines lack '{COPYRIGHT}' or '{LICENCE}'")
    tree.finish(problems, len(sources))


main()
