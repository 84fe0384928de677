# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import unittest

import openai
from openai.types import Model

import strict
from openai_case import MODEL, OpenAICase


class Models(OpenAICase):
    def test_list(self):
        names = [model.id for model in self.client.models.list()]
        self.assertEqual(len(names), 1)
        self.assertIn("smollm2", names[0].lower())
        listed = self.wire.json()
        self.assertEqual(listed["object"], "list")
        strict.validated(list[Model], strict.json.dumps(listed["data"]))

    def test_retrieve(self):
        name = self.client.models.list().data[0].id
        self.assertEqual(self.client.models.retrieve(name).id, name)
        self.whole(Model)

    def test_retrieve_by_a_name_that_chats_take(self):
        self.assertEqual(self.client.models.retrieve(MODEL), self.client.models.list().data[0])

    def test_retrieve_another(self):
        with self.assertRaises(openai.NotFoundError) as refused:
            self.client.models.retrieve("gpt-4o")
        self.assertIn("gpt-4o", refused.exception.message)


if __name__ == "__main__":
    unittest.main()
