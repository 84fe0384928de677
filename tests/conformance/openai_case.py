# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import unittest

import openai

import served
import strict

MODEL = "SmolLM2-135M-Instruct.Q4_1"  # by its file; what it calls itself is for Models to say
HARBOUR = [{"role": "user", "content": "Write one sentence about a harbour."}]
TOOLS_MODEL = "tools"  # that of served.tools()
GREEDY = {"model": MODEL, "temperature": 0}
CITY_SCHEMA = {"type": "object", "properties": {"city": {"type": "string", "maxLength": 20},
                                                "days": {"type": "integer", "minimum": 1, "maximum": 14},
                                                "unit": {"enum": ["celsius", "fahrenheit"]}},
               "required": ["city", "days", "unit"], "additionalProperties": False}


def client_of(server, recorder, **options):
    return openai.OpenAI(**{"base_url": f"{server.url}/v1", "api_key": server.key, "max_retries": 0,
                            "http_client": recorder.client(), **options})


class OpenAICase(unittest.TestCase):
    """A client of a model; `self.wire` has what came over the wire."""

    server = staticmethod(served.chat)

    def setUp(self):
        self.wire = strict.Recorder()
        self.client = client_of(self.server(), self.wire)
        self.addCleanup(self.client.close)

    def whole(self, model):
        """The last response, validated."""
        return strict.validated(model, self.wire.body)
