# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The mean Kullback-Leibler divergence of our next-token distributions from llama.cpp's, on the same file and tokens. Reads the
file that `llama-perplexity --kl-divergence-base` writes: 16-bit log-probabilities of the second half of each chunk."""

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
        rows = self.values[chunk]
        scale, low = rows[:, :4].copy().view(np.float32).T
        return rows[:, 4:4 + self.vocabulary] * scale[:, None].astype(np.float64) + low[:, None]


def our_log_probabilities(options, model, tokens, rows, folder):
    out = pathlib.Path(folder) / "logits.f32"
    run_text([options.engine, "logits", "-m", model, "-t", options.threads, "-c", CONTEXT, "--tokens", ",".join(map(str, tokens)),
              "--last", rows + 1, "--out", out])
    logits = np.fromfile(out, np.float32).reshape(rows + 1, -1)[:rows].astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def divergence(options, model):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder) / "peer.bin"
        run_text([options.peer / "llama-perplexity", "-m", model, "-t", options.threads, "-f", options.text, "-c", CONTEXT,
                  "--chunks", options.chunks, "--kl-divergence-base", base])
        peer = BaseFile(base)
        total = []
        for chunk in range(peer.chunks):
            theirs = peer.log_probabilities(chunk)
            mine = our_log_probabilities(options, model, peer.tokens[chunk], peer.rows, folder)
            total.append((np.exp(theirs) * (theirs - mine)).sum(axis=1))
    values = np.concatenate(total)
    return {"mean": float(values.mean()), "highest": float(values.max()), "positions": len(values)}
