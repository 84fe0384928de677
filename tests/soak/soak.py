#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Many clients at once on the public server of the real engine, some of which leave in the middle of an answer and some of which
send garbage. Afterwards everything that they took must be back (KV blocks, memory, descriptors, threads), and every answer
that a client waited for must have been whole and, greedy, the one that the model gives to that prompt alone."""

import argparse
import asyncio
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import clients

SKIPPED = 77
PROMPTS = ["The capital of France is", "Once upon a time there was a", "Water boils at", "The three primary colours are",
           "def add(a, b):", "Dear customer, we", "In the beginning the", "A haiku about the harbour:"]


class Engine:
    """One `alcove-engine serve` with a public server."""

    TOKEN = "the-token-of-the-soak"

    def __init__(self, program, model, folder, extra):
        keys = folder / "keys.json"
        self.key = subprocess.run([program, "keys", "--keys", keys, "add", "soak"], check=True, text=True,
                                  capture_output=True).stdout.strip()
        command = [program, "serve", "--token-stdin", "--keys", keys, "--public-port", "0", "-m", model,
                   "--request-log", folder / "requests.log", *extra]
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(self.TOKEN + "\n")
        self.process.stdin.flush()
        self.owner = self.read_port()
        self.public = self.read_port()

    def read_port(self):
        line = self.process.stdout.readline()
        if not line.startswith("http://127.0.0.1:"):
            sys.exit(f"The engine did not start: {line!r}")
        return int(line.rsplit(":", 1)[1])

    async def state(self):
        answer = await clients.request(self.owner, "GET", "/alcove/v1/server", self.TOKEN)
        return json.loads(answer.body)

    def resources(self):
        process = pathlib.Path(f"/proc/{self.process.pid}")
        pages = int((process / "statm").read_text().split()[1])
        return {"descriptors": len(list((process / "fd").iterdir())), "threads": len(list((process / "task").iterdir())),
                "resident_mb": pages * os.sysconf("SC_PAGESIZE") / 1e6}

    async def idle(self, patience_s):
        """Waits until no request runs, no block is used and no thread waits for a connection; says what stayed."""
        end = time.monotonic() + patience_s
        while True:
            state = await self.state()
            left = {"requests": len(state["requests"]), "connections": state["connections"],
                    "blocks_used": state["cache"]["blocks_used"]}
            if not any(left.values()) or time.monotonic() > end:
                return left
            await asyncio.sleep(0.2)


async def storm(engine, references, count, seconds, seed, tally):
    end = time.monotonic() + seconds
    work = clients.Work(engine.public, engine.key, references, end, tally)
    await asyncio.gather(*(clients.behave(work, random.Random(seed * 100_003 + i)) for i in range(count)))


async def settle(engine, patience_s, threads=None):
    left = await engine.idle(patience_s)
    end = time.monotonic() + patience_s
    while threads is not None and engine.resources()["threads"] > threads and time.monotonic() < end:
        await asyncio.sleep(0.5)  # threads for connections end after some idle seconds, and memory is trimmed then
    return left


async def run(arguments, engine):
    references = {prompt: await clients.alone(engine.public, engine.key, prompt, arguments.tokens) for prompt in PROMPTS}
    warm = clients.Tally()
    await storm(engine, references, arguments.clients, arguments.warm_seconds, 1, warm)
    await settle(engine, arguments.patience)
    await asyncio.sleep(8)
    before = engine.resources()
    print("before:", before, flush=True)

    tally = clients.Tally()
    await storm(engine, references, arguments.clients, arguments.seconds, 2, tally)
    left = await settle(engine, arguments.patience, before["threads"])
    await asyncio.sleep(1)
    after = engine.resources()
    print("after: ", after, left)
    print(tally.summary())

    problems = list(tally.problems.items())
    problems += [(f"{name} left over: {value}", 1) for name, value in left.items() if value]
    for name in ("descriptors", "threads"):
        if after[name] > before[name]:
            problems.append((f"{name} grew from {before[name]} to {after[name]}", 1))
    if arguments.memory_mb and after["resident_mb"] > before["resident_mb"] + arguments.memory_mb:
        problems.append((f"memory grew from {before['resident_mb']:.0f} to {after['resident_mb']:.0f} MB", 1))
    if tally.whole == 0 or tally.left == 0 or tally.garbage == 0:
        problems.append(("some kind of client never had its turn", 1))
    if arguments.exact and tally.different:
        problems.append((f"answers that differ from the answer alone: {tally.different} of {tally.whole}", 1))
    again = await clients.alone(engine.public, engine.key, PROMPTS[0], arguments.tokens)
    if again != references[PROMPTS[0]]:
        problems.append(("the answer alone is another one than before", 1))
    return problems


def finish(engine):
    engine.process.stdin.close()
    code = engine.process.wait(timeout=60)
    return [(f"the engine ended with code {code}", 1)] if code != 0 else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--warm-seconds", type=float, default=6)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=12)
    parser.add_argument("--memory-mb", type=float, default=48, help="what resident memory may have grown; 0: do not look")
    parser.add_argument("--ctx", type=int, default=2048, help="context in tokens")
    parser.add_argument("--patience", type=float, default=60, help="seconds for everything to end")
    parser.add_argument("--exact", action="store_true", help="every answer must equal the answer alone")
    parser.add_argument("--engine-option", action="append", default=[], help="for `serve`, as --engine-option=--flag")
    arguments = parser.parse_args()
    if not pathlib.Path(arguments.model).exists():
        print(f"no model at {arguments.model}")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(arguments.engine, arguments.model, pathlib.Path(folder),
                        ["-c", str(arguments.ctx), *arguments.engine_option])
        try:
            problems = asyncio.run(run(arguments, engine))
            problems += finish(engine)
        finally:
            if engine.process.poll() is None:
                engine.process.kill()
    for problem, count in problems:
        print(f"PROBLEM ({count} times): {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
