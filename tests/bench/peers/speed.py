# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""One model file, beside llama.cpp: prompt, generation, generation deep in the context, several answers at once, a process's
way to its first token and its memory, and generation while another process keeps a core busy."""

import contextlib
import json
import os
import subprocess
import sys

from .measure import in_turns, run_json, run_process, run_text

QUESTION = "The harbour lies in the morning light, and the first boats"


def alcove_bench(options, model, prompt=0, generate=0, depth=0, batch=1):
    result = run_json([options.engine, "bench", "-m", model, "-t", options.threads, "-r", 1, "--json",
                       "-p", prompt, "-n", generate, "-d", depth, "-b", batch])
    return result


def llama_bench(options, model, prompt=0, generate=0, depth=0, flash=0):
    rows = run_json([options.peer / "llama-bench", "-m", model, "-t", options.threads, "-r", 1, "-o", "json",
                     "-p", prompt, "-n", generate, "-d", depth, "-fa", flash])
    return rows[0]["avg_ts"]


def llama_batch(options, model, batch, generate, prompt=16):
    text = run_text([options.peer / "llama-batched-bench", "-m", model, "-t", options.threads, "-tb", options.threads,
                     "-c", batch * (prompt + generate) + 64, "-npp", prompt, "-ntg", generate, "-npl", batch,
                     "--output-format", "jsonl"])
    rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return rows[-1]["speed_tg"]


def prompt(options, model):
    return in_turns(options.runs, f"{model.name} prompt",
                    lambda: {"prompt 512": alcove_bench(options, model, prompt=512)["prompt_tokens_per_s"]},
                    lambda: {"prompt 512": max(llama_bench(options, model, prompt=512, flash=f) for f in (0, 1))})


def generation(options, model):
    def ours():
        result = alcove_bench(options, model, generate=128)
        return {"generation 128": result["generation_tokens_per_s"], "bandwidth %": result["generation_bandwidth_percent"]}

    return in_turns(options.runs, f"{model.name} generation", ours,
                    lambda: {"generation 128": max(llama_bench(options, model, generate=128, flash=f) for f in (0, 1))})


def deep(options, model):
    return in_turns(options.runs, f"{model.name} at 2048",
                    lambda: {"generation at 2048": alcove_bench(options, model, generate=32, depth=2048)["generation_tokens_per_s"]},
                    lambda: {"generation at 2048": max(llama_bench(options, model, generate=32, depth=2048, flash=f) for f in (0, 1))})


def batch(options, model):
    return in_turns(options.runs, f"{model.name} eight at once",
                    lambda: {"eight at once": alcove_bench(options, model, generate=64, batch=8)["generation_tokens_per_s"]},
                    lambda: {"eight at once": llama_batch(options, model, 8, 64)})


def first_token(options, model):
    def figures(command):
        seconds, peak = run_process(command)
        return {"first token s": seconds, "peak memory MB": peak / 1e6}

    threads = ["-t", options.threads]
    return in_turns(options.runs, f"{model.name} first token",
                    lambda: figures([options.engine, "generate", "-m", model, "-p", QUESTION, "-n", 1, "-c", 2048, *threads]),
                    lambda: figures([options.peer / "llama-completion", "-m", model, "-p", QUESTION, "-n", 1, "-c", 2048, *threads,
                                     "-no-cnv", "--no-warmup"]))


@contextlib.contextmanager
def busy_core():
    core = min(os.sched_getaffinity(0))
    child = subprocess.Popen([sys.executable, "-c", f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"])
    try:
        yield
    finally:
        child.kill()
        child.wait()


def busy(options, model):
    """The share of the free speed that is left."""

    def share(speed):
        free = speed()
        with busy_core():
            return {"share left, one core busy": speed() / free}

    return in_turns(options.runs, f"{model.name} one core busy",
                    lambda: share(lambda: alcove_bench(options, model, generate=64)["generation_tokens_per_s"]),
                    lambda: share(lambda: llama_bench(options, model, generate=64)))


TASKS = {"prompt": prompt, "generation": generation, "deep": deep, "batch": batch, "first": first_token, "busy": busy}


def growth(options, model):
    """Generation over depth and over the number of answers, for plots: {"depth": {n: {...}}, "batch": {n: {...}}}."""
    result = {"depth": {}, "batch": {}}
    for depth in options.depths:
        result["depth"][depth] = in_turns(
            options.runs, f"{model.name} depth {depth}",
            lambda: {"speed": alcove_bench(options, model, generate=32, depth=depth)["generation_tokens_per_s"]},
            lambda: {"speed": max(llama_bench(options, model, generate=32, depth=depth, flash=f) for f in (0, 1))})["speed"]
    for count in options.batches:
        result["batch"][count] = in_turns(
            options.runs, f"{model.name} batch {count}",
            lambda: {"speed": alcove_bench(options, model, generate=32, batch=count)["generation_tokens_per_s"]},
            lambda: {"speed": llama_batch(options, model, count, 32)})["speed"]
    return result
