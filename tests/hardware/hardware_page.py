#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/hardware.md: what `alcove-engine plan` says of well-known models on cards of usual sizes; --check compares."""

import argparse
import difflib
import json
import pathlib
import subprocess
import sys
import tempfile

import synthetic

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "hardware.md"
CARDS_GIB = (8, 12, 16, 24, 80)
HOST_GIB = 60  # of 64, with what a desktop takes left out
CONTEXT = 8192
THREADS = 8

INTRODUCTION = f"""# Which model on which card

What `alcove-engine plan` says of well-known models, before anything is downloaded or loaded: how many layers a card
takes, where the experts go, and what stays with the processor. The tables are written by
`tests/hardware/hardware_page.py` from files that have the models' headers and no weights; a test holds this page to them.

A card is filled with layers and their KV cache, from the last layer; then the output matrix; then, of models with
experts, these layer by layer; then the embedding table. Beside a card of 8, 12, 16, 24 or 80 GiB the machine has 64 GiB of
memory, of which {HOST_GIB} may be used. Of the card's memory a sixteenth, at least half a GiB, is left to the screen and
the driver. The context is {CONTEXT} tokens, or the model's own if that is less, and the KV cache is F16. GB are 10⁹ bytes,
as disks and downloads count them.

Other devices, contexts and caches: `alcove-engine plan --model FILE --ctx 32768 --kv q8_0 --budget "RTX 4060=8GiB"`; the
budget may name a card that the machine does not have. `docs/api.md` has the same as a route.
"""


def gigabytes(count):
    return f"{count / 1e9:.1f} GB" if count >= 50_000_000 else "–"


def budget_of(gib):
    return (gib << 30) - max(512 << 20, (gib << 30) // 16)


def plan(engine, path, model, gib):
    context = min(CONTEXT, synthetic.MODELS[model]["context"])
    command = [engine, "plan", "--model", path, "--ctx", str(context), "--threads", str(THREADS), "--json",
               "--budget", f"vulkan:the card={budget_of(gib)}", "--budget", f"host={HOST_GIB}GiB"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def row(result, gib):
    host, card = result["devices"]
    layers = len(result["placement"]["layers"])
    cells = [f"{gib} GiB", f"{card['layers']} of {layers}"]
    if result["has_experts"]:
        cells.append(f"{card['experts']} of {layers}")
    cells.append("yes" if result["placement"]["output"] else "no")
    cells += [gigabytes(card["bytes"]), gigabytes(host["weights_bytes"] + host["cache_bytes"]),
              gigabytes(result["streamed_bytes"])]
    cells.append(" ".join(result["advice"]) or "–")
    return "| " + " | ".join(cells) + " |"


def table(engine, folder, model, mix):
    path = folder / "model.gguf"
    size = synthetic.write(path, model, mix)
    lines = [f"### {mix}: {gigabytes(size)}", ""]
    experts = "experts" in synthetic.MODELS[model]
    heads = ["card", "layers on it"] + (["experts on it"] if experts else []) + [
        "output on it", "it holds", "memory holds", "read from the file", "what would help"]
    lines += ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += [row(plan(engine, path, model, gib), gib) for gib in CARDS_GIB]
    return lines + [""]


def page(engine):
    lines = [INTRODUCTION]
    with tempfile.TemporaryDirectory() as folder:
        for model, numbers in synthetic.MODELS.items():
            experts = f", {numbers['experts']} experts of which {numbers['experts_used']} at a time" if "experts" in numbers else ""
            lines += [f"## {model}", "", f"{numbers['layers']} layers, {numbers['kv_heads']} of {numbers['heads']} heads "
                      f"in the KV cache{experts}.", ""]
            for mix in synthetic.MIXES:
                lines += table(engine, pathlib.Path(folder), model, mix)
    return "\n".join(lines).rstrip() + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", required=True, help="alcove-engine")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if the page is not what it would be")
    options = parser.parse_args()
    wanted = page(options.engine)
    if not options.check:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    there = PAGE.read_text(encoding="utf-8")
    sys.stdout.writelines(difflib.unified_diff(there.splitlines(True), wanted.splitlines(True), "docs/hardware.md", "now"))
    return 0 if there == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
