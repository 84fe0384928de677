# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

import openai
from openai.types.responses import Response, ResponseStreamEvent

import served
import strict
from openai_case import CITY_SCHEMA, GREEDY, TOOLS_MODEL, OpenAICase

INPUT = "Write one sentence about a harbour."
WEATHER = {"type": "function", "name": "get_weather", "description": "The weather in a city.", "parameters": CITY_SCHEMA,
           "strict": True}
FORCED = {"model": TOOLS_MODEL, "tools": [WEATHER], "tool_choice": {"type": "function", "name": "get_weather"}, "parallel_tool_calls": False,
          "max_output_tokens": 200}


class ResponsesCase(OpenAICase):
    def create(self, **fields):
        self.client.responses.create(**{**GREEDY, "input": INPUT, "max_output_tokens": 24, **fields})
        return self.whole(Response)

    def stream(self, **fields):
        """The response that a stream ends with, and its events."""
        with self.client.responses.create(**{**GREEDY, "input": INPUT, "max_output_tokens": 24, "stream": True, **fields}) as stream:
            seen = list(stream)
        raw = self.wire.events()
        self.assertEqual(len(seen), len(raw))
        for event in raw:
            self.assertEqual(event.name, json.loads(event.data)["type"])
        events = [strict.validated(ResponseStreamEvent, event.data) for event in raw]
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))
        return events[-1].response, events


class Whole(ResponsesCase):
    def test_text(self):
        response = self.create()
        self.assertEqual([item.type for item in response.output], ["message"])
        self.assertGreater(len(response.output_text), 20)
        self.assertEqual((response.status, response.incomplete_details.reason), ("incomplete", "max_output_tokens"))
        self.assertEqual(response.usage.output_tokens, 24)
        self.assertEqual(response.usage.total_tokens, response.usage.input_tokens + 24)

    def test_the_same_as_chat(self):
        chat = self.client.chat.completions.create(**GREEDY, max_tokens=24, messages=[{"role": "user", "content": INPUT}])
        self.assertEqual(self.create().output_text, chat.choices[0].message.content)

    def test_completed(self):
        response = self.create(max_output_tokens=400)
        self.assertEqual(response.status, "completed")
        self.assertEqual(response.output[0].status, "completed")
        self.assertIsNone(response.incomplete_details)

    def test_what_was_asked_is_repeated(self):
        response = self.create(instructions="You are a pirate.", metadata={"a": "b"}, top_p=0.5, truncation="auto", store=False)
        self.assertEqual((response.instructions, response.metadata, response.truncation), ("You are a pirate.", {"a": "b"}, "auto"))
        self.assertEqual((response.temperature, response.top_p, response.max_output_tokens), (0, 0.5, 24))
        self.assertNotEqual(response.output_text, self.create().output_text)

    def test_items(self):
        first = self.create()
        history = [{"role": "user", "content": INPUT}, *(item.to_dict() for item in first.output),
                   {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Another one."}]}]
        self.assertTrue(self.create(input=history).output_text)

    def test_json_schema(self):
        wanted = {"format": {"type": "json_schema", "name": "city", "schema": CITY_SCHEMA, "strict": True}}
        response = self.create(text=wanted, max_output_tokens=100)
        self.assertEqual(list(json.loads(response.output_text)), ["city", "days", "unit"])
        self.assertEqual(response.text.format.name, "city")

    def test_nothing_is_stored(self):
        for fields in ({"store": True}, {"previous_response_id": "resp_1"}, {"background": True}, {"conversation": "conv_1"}):
            with self.assertRaises(openai.BadRequestError) as refused:
                self.create(**fields)
            self.assertIn("this server", refused.exception.message.lower())

    def test_bad_fields(self):
        for fields in ({"input": 7}, {"input": []}, {"max_output_tokens": 0}, {"tools": [{"type": "web_search"}]},
                       {"text": {"format": {"type": "xml"}}}, {"tool_choice": "perhaps"}):
            with self.assertRaises(openai.BadRequestError):
                self.create(**fields)


class Streams(ResponsesCase):
    def test_text(self):
        response, events = self.stream()
        self.assertEqual(response.output_text, self.create().output_text)
        kinds = [event.type for event in events]
        self.assertEqual(kinds[:4], ["response.created", "response.in_progress", "response.output_item.added",
                                     "response.content_part.added"])
        self.assertEqual(kinds[-4:], ["response.output_text.done", "response.content_part.done", "response.output_item.done",
                                      "response.incomplete"])
        deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
        self.assertEqual("".join(deltas), response.output_text)
        self.assertGreater(len(deltas), 15)
        done = events[kinds.index("response.output_item.done")]
        self.assertEqual((done.item.id, done.item.status), (response.output[0].id, "incomplete"))

    def test_completed(self):
        response, events = self.stream(max_output_tokens=400)
        self.assertEqual((events[-1].type, response.status), ("response.completed", "completed"))

    def test_the_clients_own_accumulator(self):
        with self.client.responses.stream(**GREEDY, input=INPUT, max_output_tokens=400) as stream:
            for _ in stream:
                pass
            final = stream.get_final_response()
        self.assertEqual(final.output_text, self.create(max_output_tokens=400).output_text)


class Calls(ResponsesCase):
    server = staticmethod(served.tools)

    def test_call_and_its_result(self):
        response = self.create(**FORCED)
        call = response.output[-1]
        self.assertEqual((call.type, call.name, call.status), ("function_call", "get_weather", "completed"))
        self.assertEqual(set(json.loads(call.arguments)), set(CITY_SCHEMA["required"]))
        history = [{"role": "user", "content": INPUT}, call.to_dict(),
                   {"type": "function_call_output", "call_id": call.call_id, "output": "Sunny, 24 degrees."}]
        self.assertTrue(self.create(**{**FORCED, "input": history, "tool_choice": "none", "max_output_tokens": 30}).output_text)

    def test_allowed_tools(self):
        other = {**WEATHER, "name": "get_tide"}
        response = self.create(**{**FORCED, "tools": [WEATHER, other], "tool_choice": {
            "type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "get_tide"}]}})
        self.assertEqual(response.output[-1].name, "get_tide")
        self.assertEqual(len(response.tools), 2)

    def test_streamed_call(self):
        response, events = self.stream(**FORCED)
        deltas = [event.delta for event in events if event.type == "response.function_call_arguments.delta"]
        done = [event.arguments for event in events if event.type == "response.function_call_arguments.done"]
        self.assertGreater(len(deltas), 5)
        self.assertEqual(["".join(deltas)], done)
        self.assertEqual(response.output[-1].arguments, done[0])
        self.assertEqual(self.create(**FORCED).output[-1].arguments, done[0])


if __name__ == "__main__":
    unittest.main()
