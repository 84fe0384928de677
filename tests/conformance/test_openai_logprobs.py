# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import unittest

import openai
from openai.types import Completion
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from openai_case import GREEDY, HARBOUR, OpenAICase
from test_openai_completions import PROMPT


class ChatLogprobs(OpenAICase):
    def create(self, **fields):
        self.client.chat.completions.create(**{**GREEDY, "messages": HARBOUR, "max_tokens": 8, "logprobs": True, **fields})
        return self.whole(ChatCompletion)

    def check(self, tokens, text, alternatives):
        self.assertEqual(b"".join(bytes(token.bytes) for token in tokens).decode(), text)
        for token in tokens:
            self.assertLessEqual(token.logprob, 0)
            self.assertEqual(len(token.top_logprobs), alternatives)
            if alternatives:  # greedy: the token that was drawn is the most probable one
                self.assertEqual(token.top_logprobs[0].token, token.token)
                ordered = [other.logprob for other in token.top_logprobs]
                self.assertEqual(ordered, sorted(ordered, reverse=True))

    def test_of_each_token(self):
        choice = self.create().choices[0]
        self.assertEqual(len(choice.logprobs.content), 8)
        self.check(choice.logprobs.content, choice.message.content, 0)

    def test_alternatives(self):
        choice = self.create(top_logprobs=4).choices[0]
        self.check(choice.logprobs.content, choice.message.content, 4)

    def test_none_unless_asked_for(self):
        self.assertIsNone(self.create(logprobs=False).choices[0].logprobs)

    def test_stream(self):
        whole = self.create(top_logprobs=2).choices[0]
        with self.client.chat.completions.create(**GREEDY, messages=HARBOUR, max_tokens=8, logprobs=True, top_logprobs=2,
                                                 stream=True) as stream:
            for _ in stream:
                pass
        chunks = [chunk.choices[0] for chunk in self.wire.chunks(ChatCompletionChunk) if chunk.choices]
        tokens = [token for choice in chunks if choice.logprobs for token in choice.logprobs.content or []]
        self.check(tokens, whole.message.content, 2)

    def test_too_many(self):
        with self.assertRaises(openai.BadRequestError):
            self.create(top_logprobs=1000)


class Choices(OpenAICase):
    def test_n(self):
        self.client.chat.completions.create(**{**GREEDY, "temperature": 1.2}, messages=HARBOUR, max_tokens=16, n=3, seed=7)
        answer = self.whole(ChatCompletion)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1, 2])
        self.assertEqual(len({choice.message.content for choice in answer.choices}), 3)
        self.assertEqual(answer.usage.completion_tokens, 48)

    def test_streamed_n(self):
        with self.client.chat.completions.create(**GREEDY, messages=HARBOUR, max_tokens=16, n=2, stream=True) as stream:
            for _ in stream:
                pass
        texts = {0: "", 1: ""}
        reasons = {}
        for chunk in self.wire.chunks(ChatCompletionChunk):
            for choice in chunk.choices:
                texts[choice.index] += choice.delta.content or ""
                if choice.finish_reason:
                    reasons[choice.index] = choice.finish_reason
        self.assertEqual(texts[0], texts[1])
        self.assertGreater(len(texts[0]), 20)
        self.assertEqual(reasons, {0: "length", 1: "length"})


class TextLogprobs(OpenAICase):
    def create(self, **fields):
        self.client.completions.create(**{**GREEDY, "prompt": PROMPT, "max_tokens": 6, **fields})
        return self.whole(Completion)

    def test_alternatives(self):
        choice = self.create(logprobs=3).choices[0]
        logprobs = choice.logprobs
        self.assertEqual("".join(logprobs.tokens), choice.text)
        self.assertEqual({len(part) for part in (logprobs.tokens, logprobs.token_logprobs, logprobs.text_offset)}, {6})
        for token, value, top in zip(logprobs.tokens, logprobs.token_logprobs, logprobs.top_logprobs):
            self.assertEqual(top[token], value)
            self.assertGreaterEqual(len(top), 3)

    def test_echo(self):
        choice = self.create(echo=True).choices[0]
        self.assertTrue(choice.text.startswith(PROMPT))

    def test_several_prompts(self):
        alone = [self.create(prompt=prompt).choices[0].text for prompt in (PROMPT, "Water boils at")]
        answer = self.create(prompt=[PROMPT, "Water boils at"])
        self.assertEqual([choice.text for choice in answer.choices], alone)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1])


if __name__ == "__main__":
    unittest.main()
