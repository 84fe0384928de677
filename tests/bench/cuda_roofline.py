#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""How fast the CUDA kernels should decode on cards that nobody could measure yet: what they read and compute, against what a card
can. A model with its assumptions in the open, not a measurement."""

from dataclasses import dataclass


@dataclass
class Card:
    name: str
    bandwidth: float      # GB/s
    multiprocessors: int
    clock: float          # GHz, boost
    cache: float          # MB, second level
    byte_tera_ops: float  # dense products of signed bytes on the tensor cores, 10^12 operations each second


# NVIDIA's architecture white papers and data sheets of each (Ampere GA102, A100, Ada, Hopper, Blackwell; boost clocks).
CARDS = [
    Card("RTX 3060 12 GB", 360, 28, 1.78, 3, 102),
    Card("RTX 4060 Ti", 288, 34, 2.54, 32, 177),
    Card("RTX 4090", 1008, 128, 2.52, 72, 661),
    Card("RTX 5090", 1792, 170, 2.41, 96, 838),
    Card("RTX PRO 6000 Blackwell", 1792, 188, 2.60, 128, 1000),
    Card("A100 80 GB (SXM)", 2039, 108, 1.41, 40, 624),
    Card("H100 80 GB (SXM)", 3350, 132, 1.98, 50, 1979),
]

GOAL_CARD, GOAL = "RTX 4090", 0.85  # of the bandwidth

# Assumptions; a card would have to confirm them.
STREAMING = 0.93     # of the bandwidth, what long reads reach
LATENCY = 0.65e-6    # s, of a read from memory under load
GAP = 1.0e-6         # s, from the end of a node of a CUDA graph to the start of the next that depends on it
SMALL = 1.5e-6       # s, a kernel that does little: two reads from memory that wait for each other
CACHE_RATE = 4.0     # times the memory's bandwidth, from the second-level cache
ISSUE = 4            # instructions that a multiprocessor starts each clock
CONTEXT = 512        # tokens before the one that is computed

# Llama 3.1 8B.
LAYERS, WIDTH, WIDE, VOCABULARY, HEADS, KV_HEADS, HEAD = 32, 4096, 14336, 128256, 32, 8, 128
BITS = {"Q4_K": 2368 * 8 / 4096, "Q6_K": 3360 * 8 / 4096}  # packed (kernels/cpu/packed_layout.h): bytes of a unit of 4096 weights


def bytes_of_round(kind):
    """What a warp of matmulVector reads of the weights at once: two sub-blocks of 16 rows."""
    return 2 * 16 * 32 * BITS[kind] / 8


def more_bits(layer):
    """Layers whose attn_v and ffn_down are Q6_K in Q4_K_M."""
    return layer < LAYERS // 8 or layer >= 7 * LAYERS // 8 or (layer - LAYERS // 8) % 3 == 2


@dataclass
class Step:
    name: str
    matrices: list       # (type, weights); none: a small kernel
    extra_bytes: int = 0


def steps():
    """The launches of one token, as the backend makes them."""
    for layer in range(LAYERS):
        high = "Q6_K" if more_bits(layer) else "Q4_K"
        kv = WIDTH * KV_HEADS * HEAD
        yield Step("rms_norm + quantise", [])
        yield Step("q, k" if high == "Q6_K" else "q, k, v", [("Q4_K", WIDTH * WIDTH + kv + (kv if high == "Q4_K" else 0))])
        if high == "Q6_K":
            yield Step("v", [("Q6_K", kv)])
        yield Step("rope q, k", [])
        yield Step("kv_write", [])
        yield Step("attention", [], 2 * CONTEXT * KV_HEADS * HEAD * 2)
        yield Step("join + quantise", [])
        yield Step("o + residual", [("Q4_K", WIDTH * WIDTH)])
        yield Step("rms_norm + quantise", [])
        yield Step("gate, up", [("Q4_K", 2 * WIDTH * WIDE)])
        yield Step("silu_mul + quantise", [])
        yield Step("down + residual", [(high, WIDTH * WIDE)])
    yield Step("rms_norm + quantise", [])
    yield Step("output", [("Q6_K", VOCABULARY * WIDTH)])


def weight_bytes(step):
    return sum(weights * BITS[kind] / 8 for kind, weights in step.matrices)


def in_flight_rate(card):
    """Bytes each second that the warps have under way at once, by Little's law: two blocks of eight warps on each
    multiprocessor, each with the next sub-blocks' weights requested while it multiplies."""
    return card.multiprocessors * 2 * 8 * bytes_of_round("Q4_K") / LATENCY


def issue_rate(card, kind, counts):
    """Bytes of weights each second for which there are instructions."""
    return card.multiprocessors * card.clock * 1e9 * ISSUE / counts[kind]


def simulate(card, counts, gap=GAP):
    """(seconds of a token, bytes that it reads)."""
    streaming = card.bandwidth * 1e9 * STREAMING
    sequence = list(steps())
    time = total = since = 0.0  # since: of small kernels and gaps behind the last matmul
    for step in sequence:
        total += weight_bytes(step) + step.extra_bytes
        since += gap
        if not step.matrices:
            since += SMALL + step.extra_bytes / streaming
            continue
        wanted = weight_bytes(step)
        # The side stream begins a gap after the matmul before, and uses the memory while the small kernels do not.
        idle = max(0.0, since - gap - LATENCY)
        ahead = min(idle * streaming, wanted, card.cache * 1e6 / 4) if card.cache >= 16 and since > gap else 0.0
        kind = step.matrices[0][0]
        rate = min(streaming, in_flight_rate(card), issue_rate(card, kind, counts))
        time += since + LATENCY + (wanted - ahead) / rate + ahead / (CACHE_RATE * streaming)
        since = 0.0
    return time, total


def share(name, counts):
    """Of its bandwidth, what a card of the table makes use of."""
    card = next(card for card in CARDS if card.name == name)
    seconds, total = simulate(card, counts)
    return total / (card.bandwidth * 1e9) / seconds


def prefill_rate(card):
    """Tokens each second of a long prompt if the tensor cores were never idle: two products with bytes for each weight."""
    weights = sum(weights for step in steps() for _, weights in step.matrices) - VOCABULARY * WIDTH
    return card.byte_tera_ops * 1e12 / (2 * 2 * weights)


def report(counts):
    total = simulate(CARDS[0], counts)[1]
    small = sum(not step.matrices for step in steps())
    launches = sum(1 for _ in steps())
    lines = [
        f"Llama 3.1 8B in Q4_K_M, one token after {CONTEXT}: {total / 1e9:.2f} GB of packed weights and cache in {launches} "
        f"launches, {small} of them of small kernels. Instructions of a warp for each byte of weights, counted in the main loop "
        f"of the compiled kernel (8.9): " + ", ".join(f"{kind} {count:.2f}" for kind, count in counts.items()) + ".", "",
        "| card | GB/s | ideal tokens/s | model tokens/s | of bandwidth | with gaps of 0.7 / 1.5 µs | issue slots used | "
        "bytes under way: needed / there (KB each SM) | prompt, tokens/s at most |",
        "|---|---|---|---|---|---|---|---|---|"]
    for card in CARDS:
        ideal = card.bandwidth * 1e9 / total
        share = lambda gap: 1 / simulate(card, counts, gap)[0] / ideal  # noqa: E731
        slots = card.bandwidth * 1e9 * STREAMING / issue_rate(card, "Q4_K", counts)
        needed = card.bandwidth * 1e9 * STREAMING * LATENCY / card.multiprocessors / 1e3
        there = in_flight_rate(card) * LATENCY / card.multiprocessors / 1e3
        lines.append(f"| {card.name} | {card.bandwidth:.0f} | {ideal:.0f} | {1 / simulate(card, counts)[0]:.0f} | "
                     f"**{share(GAP):.0%}** | {share(0.7e-6):.0%} / {share(1.5e-6):.0%} | {slots:.0%} | {needed:.1f} / {there:.1f} | "
                     f"{prefill_rate(card):.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report({"Q4_K": 0.27, "Q6_K": 0.27}))
