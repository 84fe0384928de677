# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Sixteen requests of mixed length that arrive at random, beside Hugging Face transformers on the same weights: tokens per
second from the first arrival to the last answer, and the share of the KV cache that is allocated and empty meanwhile."""

import concurrent.futures
import json
import random
import subprocess
import threading
import time

from . import serving
from .measure import Failure, in_turns
from .prefix import long_text

REQUESTS = 16
WINDOW_S = 2.0  # in which they arrive
SAMPLE_S = 0.02


def plan(options, seed):
    """[(arrival in seconds, prompt, tokens to generate)]"""
    chance = random.Random(seed)
    return sorted((chance.uniform(0, WINDOW_S), long_text(chance.randint(*options.words), seed * 100 + i),
                   chance.randint(*options.answers)) for i in range(REQUESTS))


def ask(server, start, arrival, prompt, tokens):
    time.sleep(max(0.0, start + arrival - time.monotonic()))
    body = {"prompt": prompt, "max_tokens": tokens, "temperature": 0, "ignore_eos": True}
    answer = json.loads(server.request("POST", "/v1/completions", body).read())
    return answer["usage"]["completion_tokens"]


def watch_waste(server, ended, seen):
    while not ended.wait(SAMPLE_S):
        cache = server.get("/alcove/v1/status")["cache"]
        if cache["blocks_used"]:
            seen.append(cache["wasted_share"])


def ours(server, requests):
    ended, waste = threading.Event(), []
    watcher = threading.Thread(target=watch_waste, args=(server, ended, waste))
    watcher.start()
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(REQUESTS) as pool:
        tokens = sum(pool.map(lambda request: ask(server, start, *request), requests))
    seconds = time.monotonic() - start
    ended.set()
    watcher.join()
    return {"tokens/s of 16 requests": tokens / seconds, "most KV waste %": 100 * max(waste, default=0.0)}


class Transformers:
    """The peer in a process of its own, with its own Python: it takes a plan as a line and answers with a line."""

    def __init__(self, options, model):
        script = __file__.replace("many.py", "transformers_peer.py")
        command = [options.python, script, model, str(options.threads), options.dtype, options.batching]
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise Failure("transformers did not load the model")

    def __call__(self, requests):
        self.process.stdin.write(json.dumps(requests) + "\n")
        self.process.stdin.flush()
        return {"tokens/s of 16 requests": float(self.process.stdout.readline())}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def many(options, model):
    context = (options.words[1] + options.answers[1]) * 3 // 2 + 64  # a word is sometimes two tokens
    with serving.alcove(options, model, "-c", context) as server:
        peer = Transformers(options, model)
        seeds = [iter(range(1, 10_000)) for _ in range(2)]
        server.first_token_s("Warm up.")
        peer([[0.0, "Warm up.", 4]])
        result = in_turns(options.runs, f"{model.name} sixteen requests", lambda: ours(server, plan(options, next(seeds[0]))),
                          lambda: peer(plan(options, next(seeds[1]))))
        peer.close()
    return result
