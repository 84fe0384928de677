#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Stands in for `alcove-engine serve` where a picture needs a state that this machine cannot have (a model too large for
its memory, a load that fails): answers docs/api.md by the name of the file that is asked for. Ends with its standard input."""

import http.server
import json
import os
import sys
import threading
import time

from sample_hardware import CPU, GB, MEMORY, SAMPLE, devices, division, running_device

MODELS = {  # part of the file's name → architecture, block type, parameters, bytes, context, licence, fit, what it needs
    "smollm2": ("SmolLM2 135M Instruct", "llama", "Q4_1", 134_515_008, 98_362_432, 8192, "apache-2.0", "yes", 0.3),
    "qwen": ("Qwen2.5 Coder 7B Instruct", "qwen2", "Q4_K", 7_615_616_512, 4_683_073_952, 131_072, "apache-2.0", "tight", 12.9),
    "llama": ("Llama 3.3 70B Instruct", "llama", "Q4_K", 70_553_706_560, 42_520_395_584, 131_072, "llama3.3", "no", 46.2),
    "granite": ("Granite 3.1 2B Instruct", "llama", "Q8_0", 2_533_531_648, 2_692_743_136, 131_072, "apache-2.0", "yes", 3.9),
}
FITS = {"yes": "It fits: needs {need:.1f} GB of {memory} GB memory.",
        "tight": "It fits only just: needs {need:.1f} GB of {memory} GB memory. Close other programs first.",
        "no": "It does not fit: needs {need:.1f} GB, and this machine has {memory} GB of memory."}
KEYS = [{"id": "1a2b3c4d", "name": "Notebook of the sales figures", "scopes": ["chat", "embeddings", "read"], "created": 1777800000},
        {"id": "5e6f7a8b", "name": "Monitoring", "scopes": ["metrics"], "created": 1779900000}]
REQUESTS = [("Notebook of the sales figures", "/v1/chat/completions", "answering", 1840, 312, 38.4, 9120),
            ("Editor", "/v1/completions", "answering", 64, 21, 41.0, 620),
            (None, "/v1/chat/completions", "waiting", 5210, 0, 0, 1480)]
IDLE = {"running": False, "address": "127.0.0.1", "port": 0, "url": None, "error": None, "connections": 0, "requests": [],
        "totals": {"completion_tokens": 0, "clock_ms": 1}, "model": None,
        "cache": {"block_tokens": 32, "blocks_total": 0, "blocks_used": 0, "blocks_cached": 0}}
BUSY = {**IDLE, "running": True, "port": 8642, "url": "http://127.0.0.1:8642", "connections": 5, "model": "SmolLM2 135M Instruct",
        "requests": [{"id": f"req-{i}", "route": route, "key_name": name, "state": state, "prompt_tokens": prompt,
                      "completion_tokens": tokens, "tokens_per_s": rate, "elapsed_ms": elapsed}
                     for i, (name, route, state, prompt, tokens, rate, elapsed) in enumerate(REQUESTS)],
        "totals": {"completion_tokens": 18240, "clock_ms": 231_000},
        "cache": {"block_tokens": 32, "blocks_total": 512, "blocks_used": 231, "blocks_shared": 57, "blocks_cached": 96,
                  "blocks_spilled_disk": 40, "wasted_share": 0.021, "spill_disk_bytes": 310_000_000,
                  "spill_disk_limit_bytes": 4_000_000_000}}
TAKEN = "Port 80 of 127.0.0.1 cannot be used (Permission denied); choose another, or 0 for any."


def sample(path):
    name = os.path.basename(path).lower()
    return next((row for part, row in MODELS.items() if part in name), None)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server = IDLE
    keys = []
    model = None  # the loaded one

    def log_message(self, *arguments):
        pass

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fail(self, code, message, where=""):
        self.answer({"error": {"message": message, "type": code, "code": code, "context": where}}, 400)

    def do_GET(self):
        if self.path.endswith("/devices"):
            self.answer(devices(Handler.model))
        elif self.path.endswith("/server"):
            self.answer(Handler.server)
        elif self.path.endswith("/keys"):
            self.answer({"keys": Handler.keys})
        else:
            self.answer({"status": "ok", "state": "ready" if Handler.model else "empty", "progress": 0, "error": None,
                         "model": Handler.model})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        path = asked.get("path", "")
        row = sample(path)
        if self.path.endswith("/unload"):
            Handler.model = None
            self.answer({"state": "empty"})
        elif self.path.endswith("/server/start") and asked["port"] == 80:
            self.answer({"error": {"message": TAKEN, "type": "io", "code": "io", "context": ""}}, 409)
        elif self.path.endswith("/server/start"):
            Handler.server, Handler.keys = BUSY, KEYS
            self.answer(Handler.server)
        elif self.path.endswith("/server/stop"):
            Handler.server = IDLE
            self.answer(Handler.server)
        elif self.path.endswith("/keys"):
            made = {**KEYS[0], "name": asked["name"]}
            Handler.keys = [made]
            self.answer({**made, "key": "alcove-052a22eb0c65a2d94689661e0ae3183f3d9bb91a5298e4f3"})
        elif row is None:
            self.fail("corrupt", "The file ends inside tensor 'blk.11.ffn_down.weight'; copy or fetch it again.", path)
        elif self.path.endswith("/inspect"):
            self.answer({"path": path, "format": "GGUF", "version": 3, "name": row[0], "architecture": row[1],
                         "weights_type": row[2], "parameters": row[3], "file_bytes": row[4],
                         "trained_context_tokens": row[5], "license": row[6], "problems": []})
        elif self.path.endswith("/plan"):
            self.answer({"total_bytes": int(row[8] * GB), "memory_bytes": CPU["memory_bytes"], "fit": row[7],
                         "available_bytes": CPU["available_bytes"], "division": division(asked, row[4], row[5]),
                         "reason": FITS[row[7]].format(need=row[8], memory=MEMORY)})
        elif self.path.endswith("/load"):
            self.load(path, row, asked)

    def load(self, path, row, asked):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if row[7] == "no":
            message = f"The model needs {row[8]} GB of memory and 12.1 GB are free; choose a smaller one or a smaller context."
            self.event({"error": {"message": message, "type": "out_of_memory", "code": "out_of_memory", "context": path}})
            return
        self.event({"state": "loading", "progress": 0.42})
        if row[7] == "tight" and not SAMPLE:
            time.sleep(60)  # stays loading while its picture is taken
        Handler.model = {
            "path": path, "name": row[0], "architecture": row[1], "weights_type": row[2], "parameters": row[3],
            "file_bytes": row[4], "trained_context_tokens": row[5], "context_tokens": asked.get("context_tokens") or min(row[5], 8192),
            "device": running_device(), "weights_bytes": row[4], "cache_bytes": 188_743_680, "load_ms": 212.0,
            "chat_template": "model"}
        self.event({"state": "ready", "model": Handler.model})

    def event(self, value):
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.wfile.flush()


def main():
    sys.stdin.readline()  # the token
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)


main()
