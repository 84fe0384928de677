#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Measures alcove-engine beside its peers on the same files and threads, in turns, and writes figures, tables and plots."""

import argparse
import datetime
import json
import os
import pathlib
import sys

from peers import measure, prefix, speed

ROOT = pathlib.Path(__file__).resolve().parents[2]


def speed_figures(options, model):
    return {name: row for task in options.tasks for name, row in speed.TASKS[task](options, model).items()}


def prefix_figures(options, model):
    return {**prefix.shared(options, model), **prefix.restarted(options, model)}


def many_figures(options, model):
    from peers import many  # needs the Python of transformers only for its child
    return many.many(options, model)


def growth_figures(options, model):
    return speed.growth(options, model)


def divergence_figures(options, model):
    from peers import divergence  # needs numpy
    figures = divergence.divergence(options, model)
    print(model.name, ", ".join(f"{name} {value:.3g}" for name, value in figures.items()), file=sys.stderr)
    return figures


KINDS = {"speed": speed_figures, "growth": growth_figures, "prefix": prefix_figures, "many": many_figures,
         "divergence": divergence_figures}


def numbers(text):
    return [int(part) for part in text.split(",")]


def parse():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("kind", choices=[*KINDS, "report"])
    parser.add_argument("peer", type=pathlib.Path, nargs="?", help="the folder of llama.cpp's programs")
    parser.add_argument("-m", "--model", type=pathlib.Path, action="append", help="a GGUF file; may be given several times")
    parser.add_argument("--engine", type=pathlib.Path, default=ROOT / "build/release/bin/alcove-engine")
    parser.add_argument("-t", "--threads", type=int, default=max(1, len(os.sched_getaffinity(0))))
    parser.add_argument("-r", "--runs", type=int, default=5, help="turns of each (5)")
    parser.add_argument("-o", "--out", type=pathlib.Path, default=ROOT / "build/bench.json",
                        help="figures are added to this file (build/bench.json)")
    parser.add_argument("--tasks", type=lambda text: text.split(","), default=list(speed.TASKS),
                        help=f"speed: which of {','.join(speed.TASKS)} (all)")
    parser.add_argument("--depths", type=numbers, default=[0, 512, 1024, 2048, 3072], help="growth: depths in tokens")
    parser.add_argument("--batches", type=numbers, default=[1, 2, 4, 8, 16], help="growth: answers at once")
    parser.add_argument("--tokens", type=int, default=2000, help="prefix: how long the shared text is (2000)")
    parser.add_argument("--python", type=pathlib.Path, default=pathlib.Path(sys.executable), help="many: a Python with transformers")
    parser.add_argument("--dtype", default="bfloat16", choices=["bfloat16", "float32"], help="many: of transformers (bfloat16)")
    parser.add_argument("--batching", default="waiting", choices=["waiting", "one"], help="many: of transformers (waiting)")
    parser.add_argument("--words", type=numbers, default=[16, 384], help="many: of a prompt, from,to (16,384)")
    parser.add_argument("--answers", type=numbers, default=[16, 192], help="many: tokens of an answer, from,to (16,192)")
    parser.add_argument("--text", type=pathlib.Path, help="divergence: a text file")
    parser.add_argument("--chunks", type=int, default=4, help="divergence: of 512 tokens (4)")
    parser.add_argument("--plots", type=pathlib.Path, help="report: a folder for plots of growth")
    return parser.parse_args()


def add(options, model, figures):
    known = json.loads(options.out.read_text()) if options.out.exists() else {"rows": []}
    known["processor"] = measure.processor()
    known["rows"].append({"kind": options.kind, "model": model.stem, "threads": options.threads,
                          "date": datetime.date.today().isoformat(), "figures": figures})
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(known, indent=1))


def main():
    options = parse()
    try:
        if options.kind == "report":
            from peers import report  # plots need matplotlib
            report.show(json.loads(options.out.read_text()), options.plots)
            return 0
        if options.peer is None or not options.model:
            raise measure.Failure("name the folder of the peer's programs, and a model with -m FILE")
        for model in options.model:
            add(options, model, KINDS[options.kind](options, model))
    except (measure.Failure, OSError, KeyError, ValueError) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
