# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Sparse GGUF files with the header of a real model: its numbers, its tensors' names, shapes and types, and no data."""

import struct

UINT32, FLOAT32, STRING = 4, 6, 8
ALIGNMENT = 32

# Block types: number in GGUF, values and bytes of a block.
TYPES = {
    "F32": (0, 1, 4),
    "Q8_0": (8, 32, 34),
    "Q4_K": (12, 256, 144),
    "Q5_K": (13, 256, 176),
    "Q6_K": (14, 256, 210),
}

# Hyper-parameters as the models' own configuration files state them.
MODELS = {
    "Llama 2 7B": dict(architecture="llama", layers=32, embedding=4096, heads=32, kv_heads=32, feed_forward=11008,
                       vocabulary=32000, context=4096),
    "Llama 3.1 8B": dict(architecture="llama", layers=32, embedding=4096, heads=32, kv_heads=8, feed_forward=14336,
                         vocabulary=128256, context=131072, rope_base=500000.0),
    "Mixtral 8x7B": dict(architecture="llama", layers=32, embedding=4096, heads=32, kv_heads=8, feed_forward=14336,
                         vocabulary=32000, context=32768, rope_base=1000000.0, experts=8, experts_used=2),
    "Llama 3.1 70B": dict(architecture="llama", layers=80, embedding=8192, heads=64, kv_heads=8, feed_forward=28672,
                          vocabulary=128256, context=131072, rope_base=500000.0),
    "DBRX 132B": dict(architecture="dbrx", layers=40, embedding=6144, heads=48, kv_heads=8, feed_forward=10752,
                      vocabulary=100352, context=32768, rope_base=500000.0, experts=16, experts_used=4),
}


def is_sensitive(layer, layers):
    """The layers whose values and down projections llama.cpp's mixes of medium size keep better."""
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2


def q4_k_m(name, layer, layers, experts):
    """docs/formats/quantized.md has the rules."""
    if name == "output":
        return "Q6_K"
    if experts >= 8 and name in ("attn_v", "attn_k", "attn_qkv"):
        return "Q8_0"
    if experts >= 8 and name == "attn_output":
        return "Q5_K"
    if name in ("attn_v", "attn_qkv", "ffn_down", "ffn_down_exps") and is_sensitive(layer, layers):
        return "Q6_K"
    return "Q4_K"


MIXES = {"Q4_K_M": q4_k_m, "Q8_0": lambda *_: "Q8_0"}


def layer_tensors(model):
    """Name, sizes innermost first, and whether it is quantised."""
    width, experts = model["embedding"], model.get("experts", 0)
    head = width // model["heads"]
    kv = model["kv_heads"] * head
    dbrx = model["architecture"] == "dbrx"
    yield "attn_norm", (width,), False
    if dbrx:
        yield "attn_qkv", (width, width + 2 * kv), True
    else:
        yield "attn_q", (width, width), True
        yield "attn_k", (width, kv), True
        yield "attn_v", (width, kv), True
    yield "attn_output", (width, width), True
    yield "attn_output_norm" if dbrx else "ffn_norm", (width,), False
    inner, ending = model["feed_forward"], (experts,) if experts else ()
    suffix = "_exps" if experts else ""
    if experts:
        yield "ffn_gate_inp", (width, experts), False
    yield "ffn_gate" + suffix, (width, inner) + ending, True
    yield "ffn_up" + suffix, (width, inner) + ending, True
    yield "ffn_down" + suffix, (inner, width) + ending, True


def tensors(model, mix):
    layers, experts = model["layers"], model.get("experts", 0)
    choose = MIXES[mix]
    matrix = (model["embedding"], model["vocabulary"])
    yield "token_embd.weight", matrix, choose("token_embd", 0, layers, experts)
    yield "output_norm.weight", matrix[:1], "F32"
    yield "output.weight", matrix, choose("output", 0, layers, experts)
    for layer in range(layers):
        for name, dims, quantised in layer_tensors(model):
            yield f"blk.{layer}.{name}.weight", dims, choose(name, layer, layers, experts) if quantised else "F32"


def metadata(model):
    prefix = model["architecture"] + "."
    values = [("general.architecture", STRING, model["architecture"]),
              (prefix + "block_count", UINT32, model["layers"]),
              (prefix + "context_length", UINT32, model["context"]),
              (prefix + "embedding_length", UINT32, model["embedding"]),
              (prefix + "feed_forward_length", UINT32, model["feed_forward"]),
              (prefix + "attention.head_count", UINT32, model["heads"]),
              (prefix + "attention.head_count_kv", UINT32, model["kv_heads"]),
              (prefix + "attention.layer_norm_rms_epsilon", FLOAT32, 1e-5),
              (prefix + "attention.layer_norm_epsilon", FLOAT32, 1e-5),
              (prefix + "rope.freq_base", FLOAT32, model.get("rope_base", 10000.0))]
    if "experts" in model:
        values += [(prefix + "expert_count", UINT32, model["experts"]),
                   (prefix + "expert_used_count", UINT32, model["experts_used"])]
    return values


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def write(path, name, mix):
    """Returns the size that the model's file would have."""
    model = MODELS[name]
    listed, offset = b"", 0
    rows = list(tensors(model, mix))
    for tensor, dims, kind in rows:
        number, block_values, block_bytes = TYPES[kind]
        listed += text(tensor) + struct.pack("<I", len(dims)) + struct.pack(f"<{len(dims)}Q", *dims)
        listed += struct.pack("<IQ", number, offset)
        count = 1
        for dim in dims:
            count *= dim
        offset += -(-count // block_values * block_bytes // ALIGNMENT) * ALIGNMENT
    packing = {UINT32: lambda v: struct.pack("<I", v), FLOAT32: lambda v: struct.pack("<f", v), STRING: text}
    values = metadata(model)
    header = struct.pack("<4sIQQ", b"GGUF", 3, len(rows), len(values))
    for key, kind, value in values:
        header += text(key) + struct.pack("<I", kind) + packing[kind](value)
    header += listed
    header += bytes(-len(header) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(header)
        file.truncate(len(header) + offset)
    return len(header) + offset
