# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Hugging Face transformers with the weights of a GGUF file. Arguments: file, threads, dtype (bfloat16 or float32), how it
batches: `one` (each request by itself, in the order of arrival) or `waiting` (all that have arrived, padded, together)."""

import json
import pathlib
import sys
import time

import torch
import transformers

MOST_TOGETHER = 16


def load(file, dtype):
    path = pathlib.Path(file)
    tokenizer = transformers.AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name, padding_side="left")
    model = transformers.AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=getattr(torch, dtype))
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer, model.eval()


def answer(tokenizer, model, batch):
    """Each gets as many tokens as it asked for; the batch runs as long as its longest."""
    inputs = tokenizer([prompt for _, prompt, _ in batch], return_tensors="pt", padding=True)
    longest = max(tokens for _, _, tokens in batch)
    with torch.inference_mode():
        model.generate(**inputs, max_new_tokens=longest, min_new_tokens=longest, do_sample=False,
                       pad_token_id=tokenizer.pad_token_id)
    return sum(tokens for _, _, tokens in batch)


def run(tokenizer, model, requests, batching):
    start = time.monotonic()
    done = 0
    while requests:
        time.sleep(max(0.0, start + requests[0][0] - time.monotonic()))
        arrived = [r for r in requests if start + r[0] <= time.monotonic()] or requests[:1]
        batch = arrived[:1] if batching == "one" else arrived[:MOST_TOGETHER]
        requests = requests[len(batch):]
        done += answer(tokenizer, model, batch)
    return done / (time.monotonic() - start)


def main():
    file, threads, dtype, batching = sys.argv[1:]
    torch.set_num_threads(int(threads))
    tokenizer, model = load(file, dtype)
    print("ready", flush=True)
    for line in sys.stdin:
        print(run(tokenizer, model, json.loads(line), batching), flush=True)


if __name__ == "__main__":
    main()
