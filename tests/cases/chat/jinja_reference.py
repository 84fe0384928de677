#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Renders chat templates with Python's Jinja2, set up as the Hugging Face `transformers` library does it: what models
are published for. Needs `pip install jinja2`.

Usage: jinja_reference.py FOLDER prints one JSON object for each template (*.jinja) of the folder and each conversation
of conversations.json: {"template", "conversation", "input", "text" or "error"}. The test template_folder_test runs it.
"""
import datetime
import functools
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


@functools.lru_cache(maxsize=8)
def compiled(template, now):
    return environment(now).from_string(template)


def render(template, variables):
    variables = dict(variables)
    ready = compiled(template, variables.pop("now", 0))
    variables.setdefault("tools", None)
    variables.setdefault("documents", None)
    variables.setdefault("add_generation_prompt", False)
    variables.setdefault("bos_token", "<s>")
    variables.setdefault("eos_token", "</s>")
    return ready.render(**variables)


def render_folder(folder):
    here = pathlib.Path(__file__).parent
    conversations = json.loads((here / "conversations.json").read_text(encoding="utf-8"))
    for path in sorted(pathlib.Path(folder).glob("*.jinja")):
        source = path.read_text(encoding="utf-8")
        for conversation in conversations:
            result = {"template": path.name, "conversation": conversation["name"], "input": conversation["input"]}
            try:
                result["text"] = render(source, conversation["input"])
            except Exception as error:  # whatever Jinja2 raises is a failure of the template
                result["error"] = f"{type(error).__name__}: {error}"
            print(json.dumps(result))


if __name__ == "__main__":
    render_folder(sys.argv[1])
