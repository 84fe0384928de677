#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""One word for one thing, everywhere: each row of a registry has its files under the row's name, and each file a row."""

import re

import tree

REGISTRIES = [  # registry, pattern of a row (the last group is the name), files of a row, files that must have a row, helpers among them
    ("engine/ops/op_table.cpp", r"&k(\w+)",
     ["engine/ops/{}.h", "engine/ops/{}.cpp", "engine/backends/cpu/ops/{}.cpp", "tests/engine/ops/{}_test.cpp"],
     "engine/ops/*.cpp", {"op_table"}),
    ("engine/ops/training/training_op_table.cpp", r"&k(\w+)", ["engine/ops/training/{}.h", "engine/ops/training/{}.cpp"],
     "engine/ops/training/*.cpp", {"training_op_table"}),
    ("engine/backends/cpu/cpu_op_table.cpp", r"\{&ops::k(\w+), plan\1\}", ["engine/backends/cpu/ops/{}.cpp"],
     "engine/backends/cpu/ops/*.cpp", set()),
    ("engine/backends/cpu/cpu_training_op_table.cpp", r"\{&ops::k((\w+?)(?:(?:Input|Weight)?Gradient)?), plan\1\}",
     ["engine/backends/cpu/ops/training/{}.cpp"], "engine/backends/cpu/ops/training/*.cpp", set()),
    ("engine/backends/vulkan/vulkan_op_table.cpp", r"\{&ops::k(\w+), plan\1\}",
     ["engine/backends/vulkan/ops/{}.cpp", "shaders/{}.comp"], "engine/backends/vulkan/ops/*.cpp", set()),
    ("engine/backends/cuda/cuda_op_table.cpp", r"\{&ops::k(\w+), plan\1\}",
     ["engine/backends/cuda/ops/{}.cpp", "kernels/cuda/{}.cu"], "engine/backends/cuda/ops/*.cpp", set()),
    ("kernels/cuda/module.h", r"^  ROW\((\w+),", ["kernels/cuda/{}.cu"], "kernels/cuda/*.cu", {"matmul_float", "module", "paged_attention_tile"}),
    ("engine/quant/block_type.h", r"^  ROW\((\w+)\)", ["engine/quant/{}.cpp"],
     "engine/quant/*.cpp", {"block_types", "unreadable_types", "iq1_grid", "iq2_grids", "iq3_grids", "cached_blocks",
                            "encode_blocks", "fit", "nf4", "dynamic8"}),
    ("engine/models/architectures.cpp", r"^  ROW\((\w+)\)", ["engine/models/{}.cpp"], None, set()),
    ("engine/tools/commands.cpp", r"^      k(\w+Command)\b", ["engine/tools/{}.cpp"], "engine/tools/*_command.cpp", set()),
]


def stem_of(name):
    """RmsNorm → rms_norm, Q4_K → q4_k, BF16 → bf16."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", name).lower()


def main():
    problems, looked_at = [], 0
    for registry, pattern, places, glob, helpers in REGISTRIES:
        stems = [stem_of(row[row.re.groups]) for row in re.finditer(pattern, tree.read(registry), re.M)]
        if not stems:
            problems.append(f"{registry}: no row was found in it")
        looked_at += len(stems)
        for stem in stems:
            problems += [f"{registry}: '{stem}' has no {place.format(stem)}" for place in places
                         if not (tree.ROOT / place.format(stem)).is_file()]
        for path in sorted(tree.ROOT.glob(glob)) if glob else []:
            if path.stem not in helpers and path.stem not in stems:
                problems.append(f"{path.relative_to(tree.ROOT)}: {registry} has no row for it")
    tree.finish(problems, looked_at)


main()
