# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import unittest

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

import served
import strict
from openai_case import CITY_SCHEMA, MODEL

MESSAGES = [SystemMessage("You are a pirate."), HumanMessage("Write one sentence about a harbour.")]


def model(**options):
    server = served.chat()
    return ChatOpenAI(**{"model": MODEL, "base_url": f"{server.url}/v1", "api_key": server.key, "temperature": 0,
                         "max_tokens": 24, "max_retries": 0, "stream_usage": True, **options})


class Chat(unittest.TestCase):
    def test_invoke(self):
        answer = strict.validated(AIMessage, model().invoke(MESSAGES).model_dump_json())
        self.assertGreater(len(answer.content), 20)
        self.assertEqual(answer.response_metadata["finish_reason"], "length")
        self.assertEqual(answer.usage_metadata["output_tokens"], 24)

    def test_stream(self):
        joined = None
        for chunk in model().stream(MESSAGES):
            joined = chunk if joined is None else joined + chunk
        self.assertEqual(joined.content, model().invoke(MESSAGES).content)
        self.assertEqual(joined.usage_metadata["output_tokens"], 24)

    def test_structured_output(self):
        schema = {"title": "city", "description": "A city.", **CITY_SCHEMA}
        answer = model(max_tokens=120).with_structured_output(schema, method="json_schema", strict=True).invoke(MESSAGES)
        self.assertEqual(set(answer), set(CITY_SCHEMA["required"]))


class Embeddings(unittest.TestCase):
    def test_documents(self):
        server = served.embedding()
        embeddings = OpenAIEmbeddings(model="minilm", base_url=f"{server.url}/v1", api_key=server.key,
                                      check_embedding_ctx_length=False)
        documents = embeddings.embed_documents(["One.", "Two.", "Three."])
        self.assertEqual([len(values) for values in documents], [384] * 3)
        for wanted, got in zip(documents[0], embeddings.embed_query("One.")):
            self.assertAlmostEqual(wanted, got, places=5)


if __name__ == "__main__":
    unittest.main()
