# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

import openai
from openai.types.chat import ChatCompletion, ChatCompletionChunk

import served
from openai_case import CITY_SCHEMA, GREEDY, TOOLS_MODEL, OpenAICase

WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "The weather in a city.",
                                            "parameters": CITY_SCHEMA}}
CLOCK = {"type": "function", "function": {"name": "get_time", "description": "The time in a city.", "parameters": {
    "type": "object", "properties": {"zone": {"enum": ["UTC", "CET"]}}, "required": ["zone"], "additionalProperties": False}}}
TOOLS = {**GREEDY, "model": TOOLS_MODEL}
ROME = [{"role": "user", "content": "What is the weather in Rome for the next three days?"}]


def named(name):
    return {"type": "function", "function": {"name": name}}


class Tools(OpenAICase):
    server = staticmethod(served.tools)

    def create(self, **fields):
        self.client.chat.completions.create(**{**TOOLS, "messages": ROME, "tools": [WEATHER, CLOCK], "max_tokens": 200, **fields})
        return self.whole(ChatCompletion).choices[0]

    def check_call(self, call, name):
        self.assertEqual((call.type, call.function.name), ("function", name))
        self.assertTrue(call.id)
        arguments = json.loads(call.function.arguments)
        wanted = {"get_weather": {"city", "days", "unit"}, "get_time": {"zone"}}[name]
        self.assertEqual(set(arguments), wanted)

    def test_auto(self):
        choice = self.create(tool_choice="auto", max_tokens=60)
        self.assertIn(choice.finish_reason, ("stop", "length", "tool_calls"))
        self.assertEqual(choice.finish_reason == "tool_calls", bool(choice.message.tool_calls))

    def test_required(self):
        choice = self.create(tool_choice="required")
        self.assertEqual(choice.finish_reason, "tool_calls")
        for call in choice.message.tool_calls:
            self.check_call(call, call.function.name)

    def test_named(self):
        for name in ("get_weather", "get_time"):
            choice = self.create(tool_choice=named(name))
            self.check_call(choice.message.tool_calls[0], name)

    def test_none(self):
        choice = self.create(tool_choice="none", max_tokens=20)
        self.assertFalse(choice.message.tool_calls)
        self.assertTrue(choice.message.content)

    def test_one_call_only(self):
        self.assertEqual(len(self.create(tool_choice="required", parallel_tool_calls=False).message.tool_calls), 1)

    def test_the_result_goes_back(self):
        call = self.create(tool_choice=named("get_weather"), parallel_tool_calls=False).message.tool_calls[0]
        history = [*ROME, {"role": "assistant", "content": None, "tool_calls": [call.to_dict()]},
                   {"role": "tool", "tool_call_id": call.id, "content": "Sunny, 24 degrees."}]
        choice = self.create(messages=history, tool_choice="none", max_tokens=30)
        self.assertTrue(choice.message.content)

    def test_streamed_arguments_join(self):
        with self.client.chat.completions.create(**TOOLS, messages=ROME, tools=[WEATHER, CLOCK], max_tokens=200, stream=True,
                                                 tool_choice=named("get_weather"), parallel_tool_calls=False) as stream:
            for _ in stream:
                pass
        chunks = self.wire.chunks(ChatCompletionChunk)
        deltas = [call for chunk in chunks if chunk.choices for call in chunk.choices[0].delta.tool_calls or []]
        self.assertGreater(len(deltas), 5)
        self.assertEqual([delta.id for delta in deltas if delta.id], [deltas[0].id])
        self.assertEqual([delta.function.name for delta in deltas if delta.function and delta.function.name], ["get_weather"])
        joined = "".join(delta.function.arguments or "" for delta in deltas if delta.function)
        self.assertEqual(set(json.loads(joined)), {"city", "days", "unit"})
        self.assertEqual(chunks[-1].choices[0].finish_reason, "tool_calls")
        whole = self.create(tool_choice=named("get_weather"), parallel_tool_calls=False).message.tool_calls[0]
        self.assertEqual(whole.function.arguments, joined)

    def test_unknown_tool(self):
        with self.assertRaises(openai.BadRequestError) as refused:
            self.create(tool_choice=named("get_tide"))
        self.assertIn("get_tide", refused.exception.message)

    def test_wrong_choice(self):
        with self.assertRaises(openai.BadRequestError):
            self.create(tool_choice="perhaps")


if __name__ == "__main__":
    unittest.main()
