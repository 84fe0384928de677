# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import base64
import math
import struct
import unittest

import openai
from openai.types import CreateEmbeddingResponse

import served
from openai_case import OpenAICase

WIDTH = 384  # of all-MiniLM-L6-v2
TEXTS = ["A boat lies in the harbour.", "The ship is moored at the quay.", "Interest rates rose by a quarter point."]


def similarity(a, b):
    return sum(x * y for x, y in zip(a, b))


class Embeddings(OpenAICase):
    server = staticmethod(served.embedding)

    def setUp(self):
        super().setUp()
        self.model = self.client.models.list().data[0].id

    def test_floats(self):
        self.client.embeddings.create(model=self.model, input=TEXTS, encoding_format="float")
        answer = self.whole(CreateEmbeddingResponse)
        self.assertEqual([entry.index for entry in answer.data], [0, 1, 2])
        self.assertEqual({len(entry.embedding) for entry in answer.data}, {WIDTH})
        self.assertEqual(answer.usage.prompt_tokens, answer.usage.total_tokens)
        self.assertGreater(answer.usage.prompt_tokens, 20)
        harbour, quay, rates = (entry.embedding for entry in answer.data)
        self.assertGreater(similarity(harbour, quay), similarity(harbour, rates) + 0.2)

    def test_base64_is_what_the_client_asks_for_by_itself(self):
        entry = self.client.embeddings.create(model=self.model, input=TEXTS[0]).data[0]
        raw = self.wire.json()["data"][0]["embedding"]
        self.assertIsInstance(raw, str)
        self.assertEqual(list(struct.unpack(f"<{WIDTH}f", base64.b64decode(raw, validate=True))), list(entry.embedding))
        floats = self.client.embeddings.create(model=self.model, input=TEXTS[0], encoding_format="float").data[0].embedding
        self.assertGreater(similarity(floats, entry.embedding), 0.99999)

    def test_dimensions(self):
        entry = self.client.embeddings.create(model=self.model, input=TEXTS[0], dimensions=64, encoding_format="float").data[0]
        self.assertEqual(len(entry.embedding), 64)
        self.assertTrue(math.isclose(similarity(entry.embedding, entry.embedding), 1, abs_tol=1e-5))

    def test_token_ids(self):
        entry = self.client.embeddings.create(model=self.model, input=[[101, 3000, 102], [101, 4000, 102]]).data
        self.assertEqual([len(e.embedding) for e in entry], [WIDTH, WIDTH])

    def test_wrong_encoding(self):
        with self.assertRaises(openai.BadRequestError):
            self.client.embeddings.create(model=self.model, input="x", encoding_format="hex")

    def test_no_chat(self):
        with self.assertRaises(openai.BadRequestError) as refused:
            self.client.chat.completions.create(model=self.model, messages=[{"role": "user", "content": "Hi"}])
        self.assertIn("embedding", refused.exception.message)


if __name__ == "__main__":
    unittest.main()
