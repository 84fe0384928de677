#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Shell scripts are clean under shellcheck."""

import shutil
import subprocess
import sys

import tree


def main():
    if not shutil.which("shellcheck"):
        tree.skip("shellcheck is not installed; `scripts/setup --tests` installs it")
    scripts = [str(path) for path in tree.files() if tree.is_shell(path)]
    done = subprocess.run(["shellcheck", *scripts], cwd=tree.ROOT)
    print(f"{len(scripts)} scripts looked at")
    sys.exit(done.returncode if scripts else 1)


main()
