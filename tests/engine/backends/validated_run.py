#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs a program under the Khronos validation layers, and fails if they report anything.

What they check beside the calls is synchronisation, or with --gpu-assisted what the shaders read and write: some fifty
times slower, for which ALCOVE_OP_CASES can take the cases in parts. (The packaged layers hold shaders to the size of
whole buffers, not to the part that is bound.)

That the layers are there is shown first, by a program that does what is forbidden; where they are not, the program runs
without. Exit code 77 (skipped) where there is no device.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
SYNCHRONISATION = "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT"
GPU_ASSISTED = (
    "VK_VALIDATION_FEATURE_ENABLE_GPU_ASSISTED_EXT,VK_VALIDATION_FEATURE_ENABLE_GPU_ASSISTED_RESERVE_BINDING_SLOT_EXT"
)
SETTINGS = """khronos_validation.enables = {enables}
khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG
khronos_validation.report_flags = error,warn,perf
khronos_validation.log_filename = {log}
"""


def run(program: list[str], folder: Path, enables: str) -> tuple[int, str]:
    log = folder / "reports.txt"
    log.unlink(missing_ok=True)
    settings = folder / "vk_layer_settings.txt"
    settings.write_text(SETTINGS.format(enables=enables, log=log))
    environment = dict(os.environ, VK_INSTANCE_LAYERS="VK_LAYER_KHRONOS_validation", VK_LAYER_SETTINGS_PATH=str(settings))
    code = subprocess.run(program, env=environment, check=False).returncode
    return code, log.read_text() if log.exists() else ""


def main() -> int:
    arguments = sys.argv[1:]
    assisted = arguments[0] == "--gpu-assisted"
    provoker, *program = arguments[assisted:]
    provoker = [provoker, "--past-the-end"] if assisted else [provoker]
    enables = GPU_ASSISTED if assisted else SYNCHRONISATION
    with tempfile.TemporaryDirectory() as name:
        code, reports = run(provoker, Path(name), enables)
        if code == SKIPPED:
            return SKIPPED
        if "VUID" not in reports:
            print("The validation layers are not installed: nothing is said of what they would report.")
            if assisted:
                return 1
            return subprocess.run(program, check=False).returncode
        code, reports = run(program, Path(name), enables)
    print(reports or "The validation layers have nothing to report.")
    return code or (1 if reports else 0)


if __name__ == "__main__":
    sys.exit(main())
