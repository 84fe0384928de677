#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The clients that people use against the real server: openai, anthropic, litellm and langchain-openai.

Puts the clients of requirements.txt into a virtual environment through pip (so that the person's own pip settings hold), starts
`alcove-engine serve` with the starter models, and runs every test_*.py of this folder. Exit code 77: skipped."""

import argparse
import fcntl
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent
# What pip says where no package index answers; anything else that goes wrong is a failure.
OFFLINE = ("from versions: none", "connection broken", "Could not fetch URL", "Read timed out", "ConnectTimeoutError",
           "ProxyError", "Temporary failure in name resolution")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def pip_command():
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
            return [python, "-m", "pip"]
    skip("Python's pip is not installed; scripts/setup installs it.")


def prepare(folder):
    """The Python of a virtual environment that holds the pinned clients; made where it is missing or another one."""
    requirements = HERE / "requirements.txt"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = folder / "alcove-requirements.sha256"
    python = folder / "bin" / "python"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds may share it
        if stamp.exists() and stamp.read_text() == wanted:
            return python
        # Without pip of its own: some distributions have the module that would install it in another package.
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
        done = subprocess.run([*pip_command(), "--python", str(python), "install", "--quiet", "--no-input",
                               "--only-binary=:all:", "--requirement", str(requirements)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stderr, file=sys.stderr)
            if any(words in done.stderr for words in OFFLINE):
                skip("the clients' packages could not be downloaded; is this computer online?")
            sys.exit(1)
        stamp.write_text(wanted)
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", required=True, type=pathlib.Path)
    parser.add_argument("--models", required=True, type=pathlib.Path)
    parser.add_argument("--venv", required=True, type=pathlib.Path)
    parser.add_argument("tests", nargs="*", help="only these, as test_openai_chat.Streams.test_usage (default: all)")
    arguments = parser.parse_args()
    for model in ("SmolLM2-135M-Instruct.Q4_1.gguf", "all-MiniLM-L6-v2/model.safetensors"):
        if not (arguments.models / model).exists():
            skip(f"no model at {arguments.models / model}; scripts/fetch_models puts it there.")
    python = prepare(arguments.venv.resolve())
    command = [str(python), "-m", "unittest"]
    command += arguments.tests or ["discover", "--start-directory", str(HERE)]
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, CONFORMANCE_ENGINE=str(arguments.engine.resolve()),
                           CONFORMANCE_MODELS=str(arguments.models.resolve()),
                           CONFORMANCE_FOLDER=folder, PYTHONDONTWRITEBYTECODE="1")
        return subprocess.run(command, cwd=HERE, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
