# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs things in turns and keeps what came out. In turns, because a machine's speed drifts: what slows one run slows its
neighbour too."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


class Failure(Exception):
    """One sentence for the person; the exit code is 1."""


def run_text(command):
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Failure(f"{command[0]} ended with {done.returncode}: {reason}")
    return done.stdout


def run_json(command):
    return json.loads(run_text(command))


def run_process(command):
    """Seconds and peak resident bytes of one process from its start to its end."""
    with tempfile.TemporaryFile() as log:
        start = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            log.seek(0)
            reason = (log.read().decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
            raise Failure(f"{command[0]} ended with {child.returncode}: {reason}")
    return seconds, usage.ru_maxrss * 1024


def in_turns(runs, label, ours, theirs):
    """Calls both `runs` times; each gives {figure: value}. Gives {figure: {"alcove": […], "peer": […]}}."""
    figures = {}
    for turn in range(runs):
        mine, other = ours(), theirs()
        for name, value in mine.items():
            row = figures.setdefault(name, {"alcove": [], "peer": []})
            row["alcove"].append(value)
            if name in other:
                row["peer"].append(other[name])
        shown = ", ".join(f"{name} {value:.4g} beside {other[name]:.4g}" for name, value in mine.items() if name in other)
        print(f"{label}, turn {turn + 1} of {runs}: {shown}", file=sys.stderr, flush=True)
    return figures


def ratio(row):
    """The median over the turns of ours divided by the peer's, with the lowest and the highest."""
    pairs = [mine / other for mine, other in zip(row["alcove"], row["peer"])]
    return statistics.median(pairs), min(pairs), max(pairs)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    return f"{names[0] if names else 'unknown processor'}, {len(os.sched_getaffinity(0))} cores"
