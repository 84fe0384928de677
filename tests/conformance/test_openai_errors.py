# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import unittest

import openai
from openai.types.shared import ErrorObject

import served
import strict
from openai_case import GREEDY, HARBOUR, OpenAICase, client_of


class Errors(OpenAICase):
    def refused(self, kind, **fields):
        with self.assertRaises(kind) as refusal:
            self.client.chat.completions.create(**{**GREEDY, "messages": HARBOUR, **fields})
        error = self.wire.json()["error"]
        self.assertTrue(error["message"].endswith("."), error)
        self.assertEqual(refusal.exception.message.count(error["message"]), 1)
        return refusal.exception

    def test_shape(self):
        self.refused(openai.BadRequestError, n=0)
        self.assertEqual(self.wire.json()["error"]["param"], "n")
        error = self.wire.json()["error"]
        for name, field in ErrorObject.model_fields.items():
            if field.is_required():
                self.assertIn(name, error)
        strict.validated(ErrorObject, strict.json.dumps({k: v for k, v in error.items() if k in ErrorObject.model_fields}))

    def test_bad_field(self):
        self.assertIn("temperature", self.refused(openai.BadRequestError, temperature="hot").message)
        self.assertIn("max_tokens", self.refused(openai.BadRequestError, max_tokens=-4).message)
        self.assertIn("messages", self.refused(openai.BadRequestError, messages="Hi").message)

    def test_bad_field_of_a_stream(self):
        self.refused(openai.BadRequestError, temperature=-1, stream=True)

    def test_wrong_key(self):
        self.client = client_of(served.chat(), self.wire, api_key="sk-not-a-key-of-this-server")
        self.refused(openai.AuthenticationError)

    def test_another_model(self):
        self.assertIn("gpt-4o", self.refused(openai.NotFoundError, model="gpt-4o").message)

    def test_unknown_route(self):
        with self.assertRaises(openai.NotFoundError):
            self.client.files.list()

    def test_limit(self):
        held = client_of(served.busy(), strict.Recorder())
        endless = {"grammar": "root ::= [a-z]{1500,}"}
        with held.chat.completions.create(**GREEDY, messages=HARBOUR, stream=True, extra_body=endless) as stream:
            next(iter(stream))
            self.client = client_of(served.busy(), self.wire)
            refusal = self.refused(openai.RateLimitError)
            self.assertGreaterEqual(int(refusal.response.headers["retry-after"]), 1)
        held.close()


if __name__ == "__main__":
    unittest.main()
