# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

from openai.types import Completion

from openai_case import GREEDY, OpenAICase

PROMPT = "The capital of France is"


def ended(text):
    """A chunk as the client's model wants it. It has one model for whole answers and for chunks, and takes null for no reason of
    an end; but it is what OpenAI's own server sends in all chunks that are not the last."""
    chunk = json.loads(text)
    for choice in chunk["choices"]:
        if choice["finish_reason"] is None:
            choice["finish_reason"] = "stop"
    return json.dumps(chunk)


class Completions(OpenAICase):
    def create(self, **fields):
        self.client.completions.create(**{**GREEDY, "prompt": PROMPT, "max_tokens": 12, **fields})
        return self.whole(Completion)

    def test_answer(self):
        answer = self.create()
        self.assertIn("Paris", answer.choices[0].text)
        self.assertEqual(answer.choices[0].finish_reason, "length")
        self.assertEqual(answer.usage.completion_tokens, 12)
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + 12)

    def test_stop(self):
        text = self.create().choices[0].text
        stopped = self.create(stop="Paris").choices[0]
        self.assertEqual((stopped.text, stopped.finish_reason), (text[:text.index("Paris")], "stop"))

    def test_stream(self):
        text = self.create().choices[0].text
        with self.client.completions.create(**GREEDY, prompt=PROMPT, max_tokens=12, stream=True) as stream:
            self.assertEqual("".join(chunk.choices[0].text for chunk in stream), text)
        chunks = self.wire.chunks(Completion, ended)
        self.assertEqual(len({chunk.id for chunk in chunks}), 1)
        self.assertEqual(chunks[-1].choices[0].finish_reason, "length")


if __name__ == "__main__":
    unittest.main()
