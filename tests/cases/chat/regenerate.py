#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes the expected sections of the .case files anew, with Python's Jinja2.

The environment is set up as the Hugging Face `transformers` library does it for chat templates, which is what models
are published for. Needs `pip install jinja2`; the tests themselves only read what is written here.

A case: "=== title", the template, "==> input" and a JSON object (messages, tools, add_generation_prompt, bos_token,
eos_token, now, and any other variables), then "==> text" with what it renders to or "==> error" if it must fail.
The line end before a marker belongs to the marker. Usage: regenerate.py [FILE...]
"""
import datetime
import json
import pathlib
import sys

import jinja2
import jinja2.ext
import jinja2.nodes
import jinja2.sandbox


class Generation(jinja2.ext.Extension):
    """{% generation %} marks the text that training counts; it renders as it is, in a scope of its own."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_render"), [], [], body).set_lineno(line)

    def _render(self, caller):
        return caller()


def environment(now):
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = lambda form: datetime.datetime.fromtimestamp(now).strftime(form)
    return env


def render(template, variables):
    variables = dict(variables)
    env = environment(variables.pop("now", 0))
    variables.setdefault("tools", None)
    variables.setdefault("documents", None)
    variables.setdefault("add_generation_prompt", False)
    variables.setdefault("bos_token", "<s>")
    variables.setdefault("eos_token", "</s>")
    return env.from_string(template).render(**variables)


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
