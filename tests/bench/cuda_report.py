#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""What the compiler says of the CUDA module's kernels: registers, stack, shared memory, and the occupancy that follows.

    cuda_report.py MODULE --check           fails if a kernel spills (77 where cuobjdump is missing)
    cuda_report.py MODULE --write PAGE      also puts the tables into PAGE, between their marks
"""

import argparse
import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import cuda_roofline

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77

# Per multiprocessor: warps, blocks, shared memory in KiB (CUDA C++ Programming Guide, "Technical Specifications per Compute
# Capability"). All have 65536 registers, handed out to warps in steps of 256.
LIMITS = {"75": (32, 16, 64), "80": (64, 32, 164), "86": (48, 16, 100), "89": (48, 24, 100), "90": (64, 32, 228),
          "100": (64, 32, 228), "120": (48, 24, 100)}
REGISTERS, SHARED_OF_BLOCK = 65536, 1  # KiB that the system takes of each block
THREADS = [("matmulVector", 256), ("moeMatmulVector", 256), ("matmulTile", 128), ("moeMatmulTile", 128), ("matmulFloat", 256),
           ("moeMatmulFloat", 256), ("pagedAttention", 128), ("joinSplits", 128), ("kvWrite", 128), ("moeRouter", 128)]
DYNAMIC_SHARED = {"pagedAttention<": 16 * 1024}  # at most, of what the launch asks for
# Kernels of prompts only: all others run for every token.
PROMPT_KERNELS = ("matmulTile", "moeMatmulTile", "pagedAttentionTile", "moeSort")


def tool(name):
    beside = ROOT / "build/cuda/nvidia/cu13/bin" / name
    return shutil.which(name) or (str(beside) if beside.is_file() else None)


def run(*command, path=None):
    environment = dict(os.environ)
    if path:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def value_types():
    text = (ROOT / "kernels/cpu/types.h").read_text()
    return ["F32", "F16", "BF16"] + re.findall(r"^  ROW\((\w+)\)", text, re.M)


@functools.cache
def readable(mangled):
    """matmulVector<Q4_K, 1> out of the linker's name."""
    name = run("c++filt", mangled).strip()
    name = re.sub(r"^void |alcove::kernels::cuda::|\(anonymous namespace\)::", "", name).rsplit("(", 1)[0]
    types = value_types()
    return re.sub(r"\(alcove::kernels::cpu::ValueType\)(\d+)", lambda found: types[int(found.group(1))], name)


def read_usage(module):
    """{kernel: {arch: (registers, stack bytes, shared bytes)}}"""
    usage, arch, kernel = {}, None, None
    for line in run(tool("cuobjdump"), "--dump-resource-usage", str(module)).splitlines():
        if found := re.match(r"arch = sm_(\d+)", line):
            arch = found.group(1)
        elif found := re.match(r"\s*Function (\S+):", line):
            kernel = readable(found.group(1))
        elif found := re.search(r"REG:(\d+) STACK:(\d+) SHARED:(\d+)", line):
            usage.setdefault(kernel, {})[arch] = tuple(map(int, found.groups()))
    return usage


def threads_of(kernel):
    return next((threads for name, threads in THREADS if kernel.split("<")[0].startswith(name)), 256)


def occupancy(kernel, arch, registers, shared):
    """The share of a multiprocessor's warps that can be there at once."""
    warps_most, blocks_most, shared_kib = LIMITS[arch]
    warps = threads_of(kernel) // 32
    of_warp = (registers * 32 + 255) // 256 * 256
    dynamic = next((more for name, more in DYNAMIC_SHARED.items() if kernel.startswith(name)), 0)
    of_block = (shared + dynamic) / 1024 + SHARED_OF_BLOCK
    blocks = min(blocks_most, REGISTERS // (of_warp * warps), int(shared_kib // of_block), warps_most // warps)
    return blocks * warps / warps_most


def table(usage):
    archs = list(LIMITS)
    lines = ["| kernel | shared | " + " | ".join(f"{a[:-1]}.{a[-1]}" for a in archs) + " |", "|---" * (len(archs) + 2) + "|"]
    for kernel in sorted(usage):
        cells = []
        for arch in archs:
            registers, stack, shared = usage[kernel][arch]
            spill = f", **{stack} B stack**" if stack else ""
            cells.append(f"{registers} ({occupancy(kernel, arch, registers, shared):.0%}{spill})")
        shared = max(values[2] for values in usage[kernel].values())
        lines.append(f"| `{kernel}` | {shared} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def instructions_per_byte(module, arch, kind):
    """Of the main loop of matmulVector<kind, 1>: SASS instructions of a warp for each byte of weights that it reads."""
    code = run(tool("cuobjdump"), "-sass", "-arch", f"sm_{arch}", str(module), path=str(Path(tool("nvdisasm")).parent))
    for part in code.split("Function : ")[1:]:
        if readable(part.split("\n")[0].strip()) != f"matmulVector<{kind}, 1>":
            continue
        found = re.findall(r"/\*([0-9a-f]{4,})\*/\s+(.*?);", part)
        places = {int(address, 16): i for i, (address, _) in enumerate(found)}
        best = []
        for i, (address, text) in enumerate(found):
            jump = re.search(r"\bBRA\b.*?0x([0-9a-f]+)", text)
            if jump and int(jump.group(1), 16) < int(address, 16) and int(jump.group(1), 16) in places:
                body = [t for _, t in found[places[int(jump.group(1), 16)]:i + 1]]
                best = max(best, body, key=len)
        dots = sum("IDP" in text for text in best)
        rounds = dots / 16  # 4 rows × 2 words × 2 bytes of the activations
        return len(best) / rounds / cuda_roofline.bytes_of_round(kind)
    raise SystemExit(f"no kernel for {kind} in {module}")


def replace(page, name, text):
    content = page.read_text()
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = content.split(begin)
    page.write_text(f"{before}{begin}{text}\n{end}{rest.split(end)[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    arguments = parser.parse_args()
    if not arguments.module.is_file() or not tool("cuobjdump"):
        print(f"Skipped: there is no {'cuobjdump' if arguments.module.is_file() else arguments.module}.")
        sys.exit(SKIPPED)
    usage = read_usage(arguments.module)
    spilling = [f"{kernel} on {arch}: {values[1]} bytes" for kernel, archs in usage.items() for arch, values in archs.items()
                if values[1]]
    missing = [f"{kernel}: no code for {arch}" for kernel, archs in usage.items() for arch in LIMITS if arch not in archs]
    for problem in spilling + missing:
        print(problem)
    print(f"{len(usage)} kernels for {len(LIMITS)} architectures, {len(spilling)} with a stack")
    counts = {kind: instructions_per_byte(arguments.module, "89", kind) for kind in ("Q4_K", "Q6_K")}
    share = cuda_roofline.share(cuda_roofline.GOAL_CARD, counts)
    print(f"By the model, {cuda_roofline.GOAL_CARD} decodes at {share:.0%} of its bandwidth.")
    if share < cuda_roofline.GOAL:
        missing.append("too slow")
        print(f"That is less than {cuda_roofline.GOAL:.0%}.")
    if arguments.write:
        replace(arguments.write, "kernels", table(usage))
        replace(arguments.write, "roofline", cuda_roofline.report(counts))
    in_decode = [line for line in spilling if not line.startswith(PROMPT_KERNELS)]
    sys.exit(1 if missing or not usage or in_decode or (arguments.check and spilling) else 0)


if __name__ == "__main__":
    main()
