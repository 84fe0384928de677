# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""What the checks share: the repository's files, and how a check ends."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
CPP = (".h", ".cpp")


def files(*suffixes):
    """Paths, relative to ROOT, of all files that git keeps or would keep; with suffixes, only those."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True)
    if listed.returncode != 0:
        skip("this is no git checkout, so its files are not known")
    names = sorted({Path(name) for name in listed.stdout.split("\0") if name})
    return [n for n in names if (not suffixes or n.suffix in suffixes) and (ROOT / n).is_file()]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def is_shell(path):
    return path.suffix == ".sh" or (path.suffix == "" and read(path).startswith("#!/usr/bin/env bash"))


def skip(reason):
    print(f"Skipped: {reason}.")
    sys.exit(SKIPPED)


def finish(problems, looked_at):
    """Prints what is wrong and ends; a check that looked at nothing is broken itself."""
    for problem in problems:
        print(problem)
    if not looked_at:
        problems.append("nothing was looked at")
    print(f"{looked_at} looked at, {len(problems)} wrong")
    sys.exit(1 if problems else 0)
