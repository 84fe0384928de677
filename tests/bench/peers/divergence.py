# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The mean Kullback-Leibler divergence of our next-token distributions from llama.cpp's, on the same file and tokens. Reads the
file that `llama-perplexity --kl-divergence-base` writes: 16-bit log-probabilities of the second half of each chunk, which end 16
below the likeliest token's logit. What lies under that has no value there, so both sides are taken without it."""

import pathlib
import struct
import tempfile

import numpy as np

from .measure import Failure, run_text

CONTEXT = 512


class BaseFile:
    def __init__(self, path):
        self.data = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self.data[:8]) != b"_logits_":
            raise Failure("llama-perplexity wrote a file of another format")
        self.context, self.vocabulary, self.chunks = struct.unpack("<iii", bytes(self.data[8:20]))
        end = 20 + 4 * self.context * self.chunks
        self.tokens = np.frombuffer(self.data[20:end], np.int32).reshape(self.chunks, self.context)
        self.first = self.context // 2
        self.rows = self.context - 1 - self.first
        width = 2 * ((self.vocabulary + 1) // 2) + 4  # two floats, then the values
        self.values = np.frombuffer(self.data[end:], np.uint16)[:self.chunks * self.rows * width].reshape(self.chunks, self.rows, width)

    def log_probabilities(self, chunk):
        """[rows, vocabulary], normalised; minus infinity for what the file has no value of."""
        rows = self.values[chunk]
        scale, low = rows[:, :4].copy().view(np.float32).T
        values = rows[:, 4:4 + self.vocabulary]
        return normalised(np.where(values > 0, values * scale[:, None].astype(np.float64) + low[:, None], -np.inf))


def normalised(logits):
    logits = logits - logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def our_logits(options, model, tokens, rows, folder, *extra):
    out = pathlib.Path(folder) / "logits.f32"
    run_text([options.engine, "logits", "-m", model, "-t", options.threads, "-c", CONTEXT, "--tokens", ",".join(map(str, tokens)),
              "--last", rows + 1, "--out", out, *extra])
    return np.fromfile(out, np.float32).reshape(rows + 1, -1)[:rows].astype(np.float64)


def between(reference, other):
    """The divergence of `other` from `reference` at each row, of what the reference has values of."""
    known = np.isfinite(reference)
    other = normalised(np.where(known, other, -np.inf))
    difference = np.subtract(reference, other, where=known, out=np.zeros_like(reference))
    return (np.exp(reference) * difference).sum(axis=1)


def divergence(options, model):
    """Of ours from the peer's; and, where both round, of each from our exact floats on the same weights."""
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder) / "peer.bin"
        run_text([options.peer / "llama-perplexity", "-m", model, "-t", options.threads, "-f", options.text, "-c", CONTEXT,
                  "--chunks", options.chunks, "--kl-divergence-base", base])
        peer = BaseFile(base)
        rows = {"from the peer": [], "ours from exact": [], "our prompts from exact": [], "peer from exact": []}
        for chunk in range(peer.chunks):
            theirs = peer.log_probabilities(chunk)
            ours = our_logits(options, model, peer.tokens[chunk], peer.rows, folder)
            exact = normalised(our_logits(options, model, peer.tokens[chunk], peer.rows, folder, "--exact"))
            rows["from the peer"].append(between(theirs, ours))
            rows["ours from exact"].append(between(exact, ours))
            prompt = our_logits(options, model, peer.tokens[chunk], peer.rows, folder, "--no-deterministic")
            rows["our prompts from exact"].append(between(exact, prompt))
            rows["peer from exact"].append(between(normalised(np.where(np.isfinite(theirs), exact, -np.inf)), theirs))
    return {name: float(np.concatenate(values).mean()) for name, values in rows.items()}
