# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import os
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else the import asks the network for a list of prices

import litellm  # noqa: E402

import served  # noqa: E402
from openai_case import HARBOUR, MODEL  # noqa: E402


class LiteLLM(unittest.TestCase):
    def complete(self, server=None, **fields):
        server = server or served.chat()
        return litellm.completion(**{"model": f"openai/{MODEL}", "api_base": f"{server.url}/v1", "api_key": server.key,
                                     "messages": HARBOUR, "temperature": 0, "max_tokens": 24, "num_retries": 0, **fields})

    def test_answer(self):
        answer = self.complete()
        litellm.ModelResponse.model_validate_json(answer.model_dump_json(), strict=True)
        self.assertEqual(answer.choices[0].finish_reason, "length")
        self.assertEqual(answer.usage.completion_tokens, 24)

    def test_stream(self):
        chunks = list(self.complete(stream=True, stream_options={"include_usage": True}))
        joined = litellm.stream_chunk_builder(chunks, messages=HARBOUR)
        self.assertEqual(joined.choices[0].message.content, self.complete().choices[0].message.content)
        self.assertEqual(joined.usage.completion_tokens, 24)

    def test_errors(self):
        with self.assertRaises(litellm.BadRequestError):
            self.complete(top_p=7)
        with self.assertRaises(litellm.AuthenticationError):
            self.complete(api_key="sk-wrong")
        with self.assertRaises(litellm.NotFoundError):
            self.complete(model="openai/gpt-4o")

    def test_embedding(self):
        server = served.embedding()
        answer = litellm.embedding(model="openai/minilm", api_base=f"{server.url}/v1", api_key=server.key,
                                   input=["One.", "Two."], encoding_format="float")
        self.assertEqual([len(entry["embedding"]) for entry in answer.data], [384, 384])


if __name__ == "__main__":
    unittest.main()
