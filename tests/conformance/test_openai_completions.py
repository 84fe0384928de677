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

    def test_many_prompts(self):
        answer = self.create(prompt=[PROMPT, "One, two,"], n=2, temperature=1, seed=2)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1, 2, 3])
        alone = self.create(prompt="One, two,").choices[0].text
        self.assertEqual(self.create(prompt=[PROMPT, "One, two,"]).choices[1].text, alone)

    def test_logprobs(self):
        choice = self.create(logprobs=2).choices[0]
        self.assertEqual("".join(choice.logprobs.tokens), choice.text)
        self.assertEqual([len(top) for top in choice.logprobs.top_logprobs], [2] * len(choice.logprobs.tokens))
        for token, offset in zip(choice.logprobs.tokens, choice.logprobs.text_offset):
            self.assertTrue(choice.text[offset:].startswith(token))

    def test_echo_and_best_of(self):
        self.assertTrue(self.create(echo=True).choices[0].text.startswith(PROMPT))
        self.assertEqual(len(self.create(best_of=3, temperature=1, seed=4).choices), 1)

    def test_stream(self):
        text = self.create().choices[0].text
        with self.client.completions.create(**GREEDY, prompt=PROMPT, max_tokens=12, stream=True) as stream:
            self.assertEqual("".join(chunk.choices[0].text for chunk in stream), text)
        chunks = self.wire.chunks(Completion, ended)
        self.assertEqual(len({chunk.id for chunk in chunks}), 1)
        self.assertEqual(chunks[-1].choices[0].finish_reason, "length")


if __name__ == "__main__":
    unittest.main()
