#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The devices that sample_engine.py pretends to have, and how it would divide a model between them. With ALCOVE_SAMPLE=card there
is a graphics card; with ALCOVE_SAMPLE=lost it failed while the model ran."""

import os

GB = 1_000_000_000
MEMORY = 15.6
SAMPLE = os.environ.get("ALCOVE_SAMPLE", "")
CARD_NAME = "NVIDIA GeForce RTX 3070 Ti"
FASTER = (f"{CARD_NAME} does the work, because it is faster: with a model of 4 GB about 2900 tokens/s in prompts and 96 in answers, "
          "the processor about 74 tokens/s in prompts and 9.8 in answers.")
LOST = f"{CARD_NAME} stopped answering while it computed. The processor goes on with the model."
CPU = {"kind": "cpu", "name": "AMD Ryzen 7 5800X, AVX2, 8 threads", "cores": 8, "memory_bytes": int(MEMORY * GB),
       "available_bytes": int(12.1 * GB), "instruction_set": "AVX2", "usable": True,
       "reason": "No usable graphics card: the driver 470 is older than 525."}
TOO_OLD = {"kind": "cuda", "name": "GeForce GTX 1060", "usable": False, "reason": "the driver is too old, 470 < 525.",
           "why": "The NVIDIA driver is too old for this version of Alcove; install version 580 or newer.",
           "remedy": "Install version 580 or newer of NVIDIA's driver and start Alcove again.", "memory_bytes": 6 * GB}
NO_VULKAN = {"kind": "vulkan", "name": "Vulkan", "usable": False, "why": "Vulkan is not part of this build.",
             "remedy": "Install a version of Alcove that was built with Vulkan."}
CARD = {"kind": "cuda", "name": CARD_NAME, "driver": "CUDA 13.0", "memory_bytes": 8 << 30, "available_bytes": int(6.9 * GB),
        "held_bytes": 0, "usable": True, "chosen": True, "why": FASTER, "remedy": "", "reason": "Compute capability 8.6."}
SOFTWARE = {"kind": "vulkan", "name": "llvmpipe (LLVM 15.0.6, 256 bits)", "driver": "llvmpipe Mesa 22.3.6 (LLVM 15.0.6)",
            "memory_bytes": 2 * GB, "available_bytes": 2 * GB, "usable": False, "shares_memory": True,
            "why": "llvmpipe (LLVM 15.0.6, 256 bits) only plays a graphics card, slower than the processor itself.",
            "remedy": "If this computer has a graphics card, install the driver of its maker, or Mesa's."}
LAYERS = 28
WORK_BYTES = 310_000_000
CACHE_BYTES_PER_TOKEN = 57_344


def devices(model):
    """As GET /alcove/v1/devices lists them; `model` is the loaded one or None."""
    if not SAMPLE:
        cpu = {**CPU, "why": CPU["reason"], "chosen": True, "held_bytes": GB // 3, "in_use": model is not None}
        return {"devices": [cpu, TOO_OLD, NO_VULKAN], "chosen": "cpu", "reason": CPU["reason"]}
    on_card = model is not None and SAMPLE == "card"
    cpu = {**CPU, "held_bytes": GB // 2, "in_use": model is not None and not on_card,
           "why": "It takes what has no room on the device that does the work."}
    card = {**CARD, "in_use": on_card}
    if on_card:
        card.update(held_bytes=int(5.2 * GB), available_bytes=int(1.7 * GB))
    return {"devices": [cpu, card, SOFTWARE], "chosen": "cuda", "reason": FASTER}


def running_device():
    if not SAMPLE:
        return CPU
    return {"kind": "cuda", "name": CARD_NAME, "reason": FASTER} if SAMPLE == "card" else {**CPU, "reason": LOST}


def budget(asked, start, otherwise):
    return next((int(text.rpartition("=")[2]) for text in asked.get("budgets", []) if text.startswith(start)), otherwise)


def share(name, kind, may, layers, caches, weights, cache):
    return {"name": name, "kind": kind, "budget_bytes": may, "weights_bytes": weights, "cache_bytes": cache, "layers": layers,
            "caches": caches, "work_bytes": WORK_BYTES if layers else WORK_BYTES // 5, "experts": 0}


def together(part):
    return part["weights_bytes"] + part["cache_bytes"] + part["work_bytes"]


def reasons(parts, whole, next_bytes):
    """What the planner would say, and what it would advise."""
    host, card = parts[0], parts[1] if len(parts) > 1 else None
    if card is None:
        said, advice = ["The processor has all 28 layers, the output and the look-up of tokens."], []
    elif whole:
        said, advice = [f"The whole model is on {CARD_NAME}: it takes {together(card) / GB:.1f} GB of the "
                        f"{card['budget_bytes'] / GB:.1f} GB that it may use."], []
    else:
        said = [f"{card['layers']} of 28 layers are on {CARD_NAME}, which holds {together(card) / GB:.1f} GB of the "
                f"{card['budget_bytes'] / GB:.1f} GB that it may use: layer {host['layers'] - 1} would take another "
                f"{next_bytes / 1e6:.0f} MB, and less is left.",
                f"The processor has {host['layers']} of 28 layers, the output and the look-up of tokens."]
        advice = ["With the KV cache in Q8_0, 2 layers more would fit.", "With a context of 4096 tokens, everything would fit."]
    if together(host) > host["budget_bytes"]:
        said.append(f"Even so the processor's part needs {together(host) / GB:.1f} GB, and {host['budget_bytes'] / GB:.1f} GB may be "
                    "used: choose a shorter context or close other programs.")
    return said, advice


def division(asked, weights, trained_context):
    """As the planner makes it: the card is filled from the last layer on."""
    context = asked.get("context_tokens") or min(trained_context, 8192)
    layer_weights, layer_cache = weights // (LAYERS + 2), CACHE_BYTES_PER_TOKEN * context // LAYERS
    on_host = asked.get("cache_on_processor", False)
    has_card = bool(SAMPLE) and asked.get("device", "auto") in ("auto", "cuda")
    room = budget(asked, "cuda:", int(7.4 * GB)) if has_card else 0
    each = layer_weights + (0 if on_host else layer_cache)
    there = max(0, min(LAYERS, (room - WORK_BYTES) // each))
    whole = there == LAYERS and room - WORK_BYTES - there * each >= 2 * layer_weights
    places = [0] * (LAYERS - there) + [1] * there
    caches = [0] * LAYERS if on_host else places
    rest = [0 if whole else 2 * layer_weights, 2 * layer_weights if whole else 0]
    may = [budget(asked, "host=", CPU["available_bytes"]), room]
    names = [("the processor", "cpu"), (CARD_NAME, "cuda")]
    parts = [share(*names[i], may[i], places.count(i), caches.count(i), places.count(i) * layer_weights + rest[i],
                   caches.count(i) * layer_cache) for i in range(2 if has_card else 1)]
    said, advice = reasons(parts, whole, each)
    return {"context_tokens": context, "trained_context_tokens": trained_context, "kv_type_k": "F16", "kv_type_v": "F16",
            "fits": together(parts[0]) <= may[0], "has_experts": False, "streamed_bytes": 0, "devices": parts,
            "placement": {"input": int(whole), "output": int(whole), "layers": places, "caches": caches, "experts": places,
                          "streamed_layers": [False] * LAYERS, "streamed_experts": [False] * LAYERS},
            "reasons": said, "advice": advice}
