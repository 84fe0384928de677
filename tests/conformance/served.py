# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Servers that the tests share: started at first use, ended with the process."""

import atexit
import functools
import os
import pathlib
import subprocess
import threading

import chat_template

ENGINE = os.environ["CONFORMANCE_ENGINE"]
MODELS = pathlib.Path(os.environ["CONFORMANCE_MODELS"])
FOLDER = pathlib.Path(os.environ["CONFORMANCE_FOLDER"])


class Server:
    """One `alcove-engine serve` with nothing but a public server, and a key for it."""

    def __init__(self, name, model, *options):
        keys = FOLDER / f"{name}.keys"
        self.key = subprocess.run([ENGINE, "keys", "--keys", keys, "add", "conformance"], check=True, text=True,
                                  capture_output=True).stdout.strip()
        self.log = FOLDER / f"{name}.log"
        command = [ENGINE, "serve", "--keys", keys, "--public-port", "0", "-m", model, *options]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=log, text=True)
        atexit.register(self.end)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://127.0.0.1:"):
            raise RuntimeError(f"The engine did not start: {self.url!r} {self.log.read_text()}")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)


@functools.cache
def chat():
    """A chat model whose greedy answers are the same each time."""
    return Server("chat", MODELS / "SmolLM2-135M-Instruct.Q4_1.gguf", "-c", "2048", "--deterministic")


@functools.cache
def tools():
    """The same with a template that has a place for tools."""
    file = FOLDER / "tools.gguf"
    chat_template.with_template(MODELS / "SmolLM2-135M-Instruct.Q4_1.gguf", file, chat_template.HERMES)
    return Server("tools", file, "-c", "2048", "--deterministic")


@functools.cache
def busy():
    """The same, with room for a single request at a time."""
    return Server("busy", MODELS / "SmolLM2-135M-Instruct.Q4_1.gguf", "-c", "2048", "--public-requests", "1")


@functools.cache
def embedding():
    file = FOLDER / "minilm.gguf"
    subprocess.run([ENGINE, "convert", MODELS / "all-MiniLM-L6-v2", file], check=True, capture_output=True)
    return Server("embedding", file)
