# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

from openai.types.chat import ChatCompletion, ChatCompletionChunk

from openai_case import CITY_SCHEMA, GREEDY, HARBOUR, OpenAICase


class Whole(OpenAICase):
    def create(self, **fields):
        self.client.chat.completions.create(**{**GREEDY, "messages": HARBOUR, "max_tokens": 24, **fields})
        return self.whole(ChatCompletion)

    def test_answer(self):
        answer = self.create()
        self.assertEqual(len(answer.choices), 1)
        self.assertEqual(answer.choices[0].message.role, "assistant")
        self.assertGreater(len(answer.choices[0].message.content), 20)
        self.assertEqual(answer.choices[0].finish_reason, "length")

    def test_usage(self):
        usage = self.create(max_tokens=7).usage
        self.assertEqual(usage.completion_tokens, 7)
        self.assertGreater(usage.prompt_tokens, 10)
        self.assertEqual(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens)
        self.assertLessEqual(usage.prompt_tokens_details.cached_tokens, usage.prompt_tokens)

    def test_both_names_of_the_limit(self):
        self.assertEqual(self.create(max_tokens=None, max_completion_tokens=5).usage.completion_tokens, 5)

    def test_stop(self):
        text = self.create().choices[0].message.content
        word = text.split()[3]
        stopped = self.create(stop=[word, "never to be seen"]).choices[0]
        self.assertEqual(stopped.finish_reason, "stop")
        self.assertEqual(stopped.message.content, text[:text.index(word)])

    def test_end_by_itself(self):
        self.assertEqual(self.create(max_tokens=400).choices[0].finish_reason, "stop")

    def test_content_parts_and_roles(self):
        parts = [{"role": "developer", "content": "Answer briefly."},
                 {"role": "user", "content": [{"type": "text", "text": "What is "}, {"type": "text", "text": "2 + 2?"}]},
                 {"role": "assistant", "content": "4"}, {"role": "user", "content": "And 3 + 3?"}]
        joined = [{"role": "system", "content": "Answer briefly."}, {"role": "user", "content": "What is 2 + 2?"}, *parts[2:]]
        self.assertEqual(self.create(messages=joined).choices[0].message.content,
                         self.create(messages=joined[:1] + parts[1:]).choices[0].message.content)
        self.create(messages=parts)

    def test_json_schema(self):
        wanted = {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": CITY_SCHEMA}}
        value = json.loads(self.create(response_format=wanted, max_tokens=100).choices[0].message.content)
        self.assertEqual(list(value), ["city", "days", "unit"])
        self.assertIn(value["unit"], CITY_SCHEMA["properties"]["unit"]["enum"])
        self.assertIn(value["days"], range(1, 15))

    def test_json_schema_by_sampling(self):
        wanted = {"type": "json_schema", "json_schema": {"name": "city", "schema": CITY_SCHEMA}}
        for seed in range(1, 6):
            answer = self.create(response_format=wanted, max_tokens=120, temperature=1.5, seed=seed)
            self.assertEqual(set(json.loads(answer.choices[0].message.content)), set(CITY_SCHEMA["required"]))

    def test_several(self):
        answer = self.create(n=3, temperature=1, seed=3, max_tokens=9)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1, 2])
        self.assertGreater(len({choice.message.content for choice in answer.choices}), 1)
        self.assertLess(answer.usage.prompt_tokens, 100)
        self.assertGreaterEqual(answer.usage.completion_tokens, 9)

    def test_logprobs(self):
        answer = self.create(logprobs=True, top_logprobs=2, max_tokens=6)
        tokens = answer.choices[0].logprobs.content
        self.assertEqual("".join(token.token for token in tokens), answer.choices[0].message.content)
        for token in tokens:
            self.assertEqual(bytes(token.bytes).decode(), token.token)
            self.assertEqual(len(token.top_logprobs), 2)
            self.assertEqual(token.top_logprobs[0].logprob, token.logprob)

    def test_seed(self):
        drawn = [self.create(temperature=1, seed=seed).choices[0].message.content for seed in (1, 1, 2)]
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])


class Streams(OpenAICase):
    def create(self, **fields):
        with self.client.chat.completions.create(**{**GREEDY, "messages": HARBOUR, "max_tokens": 24, "stream": True, **fields}) as stream:
            seen = list(stream)
        chunks = self.wire.chunks(ChatCompletionChunk)
        self.assertEqual(len(seen), len(chunks))
        self.assertEqual(len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}), 1)
        return chunks

    @staticmethod
    def text(chunks):
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)

    def test_says_what_the_whole_answer_says(self):
        chunks = self.create()
        self.client.chat.completions.create(**GREEDY, messages=HARBOUR, max_tokens=24)
        whole = self.whole(ChatCompletion).choices[0]
        self.assertEqual(self.text(chunks), whole.message.content)
        self.assertEqual(chunks[0].choices[0].delta.role, "assistant")
        self.assertGreater(len(chunks), 15)
        reasons = [chunk.choices[0].finish_reason for chunk in chunks]
        self.assertEqual([reason for reason in reasons if reason], [whole.finish_reason])
        self.assertEqual(reasons[-1], whole.finish_reason)

    def test_usage_in_a_chunk_of_its_own(self):
        chunks = self.create(stream_options={"include_usage": True})
        self.assertEqual(chunks[-1].choices, [])
        self.assertEqual(chunks[-1].usage.completion_tokens, 24)
        self.assertEqual([chunk.usage for chunk in chunks[:-1]], [None] * (len(chunks) - 1))

    def test_stop(self):
        text = self.text(self.create())
        word = text.split()[3]
        chunks = self.create(stop=word)
        self.assertEqual(self.text(chunks), text[:text.index(word)])
        self.assertEqual(chunks[-1].choices[0].finish_reason, "stop")

    def test_json_schema(self):
        wanted = {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": CITY_SCHEMA}}
        value = json.loads(self.text(self.create(response_format=wanted, max_tokens=100)))
        self.assertEqual(list(value), ["city", "days", "unit"])

    def test_several(self):
        chunks = self.create(n=2, temperature=1, seed=3, max_tokens=6)
        self.assertEqual({choice.index for chunk in chunks for choice in chunk.choices}, {0, 1})
        ends = [choice.index for chunk in chunks for choice in chunk.choices if choice.finish_reason]
        self.assertEqual(sorted(ends), [0, 1])

    def test_logprobs(self):
        chunks = self.create(logprobs=True, top_logprobs=1, max_tokens=6)
        tokens = [token for chunk in chunks for choice in chunk.choices if choice.logprobs for token in choice.logprobs.content]
        self.assertEqual("".join(token.token for token in tokens), self.text(chunks))

    def test_the_clients_own_accumulator(self):
        with self.client.chat.completions.stream(**GREEDY, messages=HARBOUR, max_tokens=400) as stream:
            for _ in stream:
                pass
            final = stream.get_final_completion()
        self.assertEqual(final.choices[0].message.content, self.text(self.wire.chunks(ChatCompletionChunk)))


if __name__ == "__main__":
    unittest.main()
