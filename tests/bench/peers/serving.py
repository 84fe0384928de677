# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are measured, and what is asked of them."""

import http.client
import json
import socket
import subprocess
import tempfile
import time

from .measure import Failure

TOKEN = "the-token-of-the-benchmark"
PATIENCE_S = 120


class Server:
    """A server of text completions in a process of its own, on 127.0.0.1."""

    def __init__(self, command, port=None, stdin=None):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, text=True)
        if stdin:
            self.process.stdin.write(stdin + "\n")
            self.process.stdin.flush()
        self.ends_with_stdin = stdin is not None
        self.port = port or self.said_port()

    def said_port(self):
        line = self.process.stdout.readline()
        if not line.startswith("http://127.0.0.1:"):
            raise Failure(f"the engine did not start: {line!r}")
        return int(line.rsplit(":", 1)[1])

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        return connection.getresponse()

    def get(self, path):
        return json.loads(self.request("GET", path).read())

    def wait_until_ready(self, path):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                if self.request("GET", path).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise Failure("a server did not become ready")

    def first_token_s(self, prompt):
        """Seconds from sending the request to the first piece of text."""
        start = time.monotonic()
        response = self.request("POST", "/v1/completions", {"prompt": prompt, "max_tokens": 4, "temperature": 0, "stream": True})
        if response.status != 200:
            raise Failure(f"a server answered {response.status}: {response.read()[:200]!r}")
        seconds = None
        for line in response:
            if line.startswith(b"data: {") and seconds is None:
                seconds = time.monotonic() - start
        return seconds

    def close(self):
        self.process.stdin.close()
        if not self.ends_with_stdin:
            self.process.terminate()
        self.process.wait()  # an engine may have to write its cache
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def alcove(options, model, *extra):
    server = Server([options.engine, "serve", "--token-stdin", "-m", model, "-t", options.threads, *extra], stdin=TOKEN)
    while server.get("/alcove/v1/status")["state"] == "loading":
        time.sleep(0.02)
    return server


def llama(options, model, context=8192):
    port = free_port()
    server = Server([options.peer / "llama-server", "-m", model, "-t", options.threads, "--port", port, "-c", context, "-np", 2,
                     "--no-webui", "--api-key", TOKEN], port=port)
    server.wait_until_ready("/health")
    return server
