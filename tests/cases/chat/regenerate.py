#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes the expected sections of the .case files anew, with Python's Jinja2.

Needs what jinja_reference.py needs; the tests themselves only read what is written here.

A case: "=== title", the template, "==> input" and a JSON object (messages, tools, add_generation_prompt, bos_token,
eos_token, now, and any other variables), then "==> text" with what it renders to or "==> error" if it must fail.
The line end before a marker belongs to the marker. Usage: regenerate.py [FILE...]
"""
import json
import pathlib
import sys

from jinja_reference import render


def regenerate(path):
    parts = ("\n" + path.read_text(encoding="utf-8").rstrip("\n") + "\n").split("\n=== ")
    written = parts[0].lstrip("\n")
    for part in parts[1:]:
        title, _, rest = part.partition("\n")
        template, _, rest = rest.partition("\n==> input\n")
        if "\n==> error" in rest:
            variables, kind = rest.split("\n==> error")[0], "error"
        else:
            variables, kind = rest.split("\n==> text")[0], "text"
        try:
            text = render(template, json.loads(variables))
            failed = None
        except Exception as error:  # whatever Jinja2 raises is a failure of the template
            failed = f"{type(error).__name__}: {error}"
        if (failed is not None) != (kind == "error"):
            sys.exit(f"{path.name}, '{title}': {failed or 'renders, but an error is expected'}")
        written += f"{chr(10) if written else ''}=== {title}\n{template}\n==> input\n{variables}\n==> {kind}"
        if kind == "text":
            written += "\n" + text
    path.write_text(written + "\n", encoding="utf-8")


for name in sys.argv[1:] or sorted(pathlib.Path(__file__).parent.glob("*.case")):
    regenerate(pathlib.Path(name))
