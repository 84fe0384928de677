#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs a program under the Khronos validation layers, synchronisation among them, and fails if they report anything.

That they are there is shown first, by a program that does what is forbidden; where they are not, the program runs
without. Exit code 77 (skipped) where there is no device.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
SETTINGS = """khronos_validation.enables = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT
khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG
khronos_validation.report_flags = error,warn,perf
khronos_validation.log_filename = {log}
"""


def run(program: list[str], folder: Path) -> tuple[int, str]:
    log = folder / "reports.txt"
    log.unlink(missing_ok=True)
    settings = folder / "vk_layer_settings.txt"
    settings.write_text(SETTINGS.format(log=log))
    environment = dict(os.environ, VK_INSTANCE_LAYERS="VK_LAYER_KHRONOS_validation", VK_LAYER_SETTINGS_PATH=str(settings))
    code = subprocess.run(program, env=environment, check=False).returncode
    return code, log.read_text() if log.exists() else ""


def main() -> int:
    provoker, *program = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        code, reports = run([provoker], Path(name))
        if code == SKIPPED:
            return SKIPPED
        if "VUID" not in reports:
            print("The validation layers are not installed: nothing is said of what they would report.")
            return subprocess.run(program, check=False).returncode
        code, reports = run(program, Path(name))
    print(reports or "The validation layers have nothing to report.")
    return code or (1 if reports else 0)


if __name__ == "__main__":
    sys.exit(main())
