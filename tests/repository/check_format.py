#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""C++ is formatted by clang-format 14, which is pinned: other versions break lines elsewhere."""

import shutil
import subprocess

import tree

VERSION = "14."


def formatter():
    for name in ("clang-format-14", "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True).stdout
            if f"version {VERSION}" in said:
                return name
    tree.skip("clang-format 14 is not installed; `scripts/setup --tests` installs it")


def main():
    name = formatter()
    paths = tree.files(*tree.CPP)
    done = subprocess.run([name, "--dry-run", "--Werror", "--ferror-limit=1", *map(str, paths)], cwd=tree.ROOT,
                          capture_output=True, text=True)
    unformatted = sorted({line.split(":")[0] for line in done.stderr.splitlines() if "clang-format-violations" in line})
    problems = [f"{path}: run {name} -i on it" for path in unformatted]
    if done.returncode != 0 and not problems:
        problems = [done.stderr.strip()]
    tree.finish(problems, len(paths))


main()
