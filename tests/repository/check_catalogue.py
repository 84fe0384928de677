#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The starter catalogue is complete, and fetch_models refuses what is not the file that it names."""

import hashlib
import importlib.machinery
import importlib.util
import json
import os
import re
import sys
import tempfile
import zipfile

import tree

sys.dont_write_bytecode = True
NEEDED = ("id", "name", "purpose", "summary", "publisher", "architecture", "format", "parameters", "licence", "main_file",
          "source", "files")
SHA256 = re.compile(r"[0-9a-f]{64}")


def load_fetcher():
    loader = importlib.machinery.SourceFileLoader("fetch_models", str(tree.ROOT / "scripts/fetch_models"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("fetch_models", loader))
    loader.exec_module(module)
    return module


def check_entry(model):
    problems = [f"{model.get('id')}: lacks {key}" for key in NEEDED if not model.get(key)]
    for item in (model["source"], *model["files"]):
        if not SHA256.fullmatch(item["sha256"]) or item["bytes"] <= 0:
            problems.append(f"{model['id']}: no SHA-256 or size for {item.get('path', item.get('archive'))}")
    for file in model["files"]:
        if os.path.isabs(file["path"]) or ".." in file["path"].split("/"):
            problems.append(f"{model['id']}: {file['path']} points outside the folder")
    paths = [file["path"] for file in model["files"]]
    if model["main_file"] not in paths or not any(path.endswith("LICENSE") for path in paths):
        problems.append(f"{model['id']}: the model or its licence text is not among its files")
    return problems


def check_fetcher():
    """With an archive of our own: what is right is kept, what was changed is refused and leaves nothing."""
    fetcher, problems = load_fetcher(), []
    with tempfile.TemporaryDirectory() as scratch:
        folder = tree.Path(scratch)
        good = b"weights"
        file = {"member": "a", "path": "sub/a.bin", "bytes": len(good), "sha256": hashlib.sha256(good).hexdigest()}
        for content, should_pass in ((good, True), (b"weightz", False)):
            with zipfile.ZipFile(folder / "a.zip", "w") as archive:
                archive.writestr("a", content)
            (folder / "sub/a.bin").unlink(missing_ok=True)
            try:
                fetcher.unpack(folder / "a.zip", [file], folder)
                passed = True
            except fetcher.Failure:
                passed = False
            left = sorted(path.name for path in (folder / "sub").iterdir())
            if passed != should_pass or left != (["a.bin"] if should_pass else []):
                problems.append(f"unpack({content}) ended with {passed} and left {left}")
        (folder / "sub/a.bin").write_bytes(good)
        stamp = fetcher.Stamp(folder)
        if not stamp.is_right(folder, file):
            problems.append("a right file was not recognised")
        (folder / "sub/a.bin").write_bytes(b"weightz")
        os.utime(folder / "sub/a.bin", ns=(1, 1))
        if stamp.is_right(folder, file):
            problems.append("a file that was changed after it had been verified was taken for right")
    return problems


def main():
    models = json.loads(tree.read("resources/catalogue.json"))["models"]
    problems = [problem for model in models for problem in check_entry(model)]
    if len({model["id"] for model in models}) != len(models):
        problems.append("two models have the same id")
    tree.finish(problems + check_fetcher(), len(models))


main()
