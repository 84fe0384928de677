# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

import anthropic
from anthropic.types import Message, MessageTokensCount, RawMessageStreamEvent
from anthropic.types.shared import ErrorResponse

import served
import strict
from openai_case import CITY_SCHEMA, MODEL, TOOLS_MODEL

HARBOUR = [{"role": "user", "content": "Write one sentence about a harbour."}]
WEATHER = {"name": "get_weather", "description": "The weather in a city.", "input_schema": CITY_SCHEMA}
CLOCK = {"name": "get_time", "input_schema": {"type": "object", "properties": {"zone": {"enum": ["UTC", "CET"]}},
                                              "required": ["zone"], "additionalProperties": False}}
GREEDY = {"model": MODEL, "max_tokens": 24, "extra_body": {"temperature": 0}}


def client_of(server, recorder, **options):
    return anthropic.Anthropic(**{"base_url": server.url, "api_key": server.key, "max_retries": 0,
                                  "http_client": recorder.client(), **options})


class AnthropicCase(unittest.TestCase):
    server = staticmethod(served.chat)

    def setUp(self):
        self.wire = strict.Recorder()
        self.client = client_of(self.server(), self.wire)
        self.addCleanup(self.client.close)

    def create(self, **fields):
        self.client.messages.create(**{**GREEDY, "messages": HARBOUR, **fields})
        return strict.validated(Message, self.wire.body)

    def stream(self, **fields):
        """The message that a stream builds, and its events."""
        with self.client.messages.stream(**{**GREEDY, "messages": HARBOUR, **fields}) as stream:
            for _ in stream:
                pass
            message = stream.get_final_message()
        events = self.wire.events()
        for event in events:
            self.assertEqual(event.name, json.loads(event.data)["type"])
        self.assertIn("ping", [event.name for event in events])
        return message, [strict.validated(RawMessageStreamEvent, event.data) for event in events if event.name != "ping"]


class Messages(AnthropicCase):
    def test_text(self):
        message = self.create()
        self.assertEqual([block.type for block in message.content], ["text"])
        self.assertEqual(message.stop_reason, "max_tokens")
        self.assertEqual(message.usage.output_tokens, 24)
        self.assertGreater(message.usage.input_tokens + message.usage.cache_read_input_tokens, 10)

    def test_end_of_turn(self):
        self.assertEqual(self.create(max_tokens=400).stop_reason, "end_turn")

    def test_stop_sequences(self):
        text = self.create().content[0].text
        word = text.split()[3]
        message = self.create(stop_sequences=["never to be seen", word])
        self.assertEqual((message.stop_reason, message.stop_sequence), ("stop_sequence", word))
        self.assertEqual(message.content[0].text, text[:text.index(word)])

    def test_system(self):
        plain = self.create().content[0].text
        system = self.create(system="You are a pirate.")
        self.assertNotEqual(system.content[0].text, plain)
        blocks = self.create(system=[{"type": "text", "text": "You are a pirate.", "cache_control": {"type": "ephemeral"}}])
        self.assertEqual(blocks.content[0].text, system.content[0].text)

    def test_bearer(self):
        self.client = client_of(served.chat(), self.wire, api_key=None, auth_token=served.chat().key)
        self.create(max_tokens=2)

    def test_json_schema(self):
        message = self.create(max_tokens=120, output_config={"format": {"type": "json_schema", "schema": CITY_SCHEMA}})
        self.assertEqual(set(json.loads(message.content[0].text)), set(CITY_SCHEMA["required"]))

    def test_several_turns(self):
        answer = self.create(messages=[*HARBOUR, {"role": "assistant", "content": [{"type": "text", "text": "Ships."}]},
                                       {"role": "user", "content": [{"type": "text", "text": "Another one."}]}])
        self.assertTrue(answer.content[0].text)

    def test_count_tokens(self):
        fields = {"messages": HARBOUR, "system": "You are a pirate."}
        counted = self.client.messages.count_tokens(model=MODEL, **fields)
        strict.validated(MessageTokensCount, self.wire.body)
        usage = self.create(**fields).usage
        self.assertEqual(counted.input_tokens, usage.input_tokens + usage.cache_read_input_tokens)


class Streams(AnthropicCase):
    def test_text(self):
        message, events = self.stream()
        whole = self.create()
        self.assertEqual(message.content[0].text, whole.content[0].text)
        self.assertEqual(message.stop_reason, whole.stop_reason)
        self.assertEqual(message.usage.output_tokens, 24)
        kinds = [event.type for event in events]
        self.assertEqual(kinds[:2], ["message_start", "content_block_start"])
        self.assertEqual(kinds[-3:], ["content_block_stop", "message_delta", "message_stop"])
        self.assertGreater(kinds.count("content_block_delta"), 15)
        self.assertIsNone(events[0].message.stop_reason)

    def test_stop_sequence(self):
        text = self.create().content[0].text
        word = text.split()[3]
        message, _ = self.stream(stop_sequences=[word])
        self.assertEqual((message.stop_reason, message.stop_sequence), ("stop_sequence", word))
        self.assertEqual(message.content[0].text, text[:text.index(word)])


class Tools(AnthropicCase):
    TOOLS = {"model": TOOLS_MODEL, "tools": [WEATHER, CLOCK], "max_tokens": 200}
    server = staticmethod(served.tools)

    def test_a_tool_by_name(self):
        message = self.create(**self.TOOLS, tool_choice={"type": "tool", "name": "get_weather", "disable_parallel_tool_use": True})
        self.assertEqual(message.stop_reason, "tool_use")
        block = message.content[-1]
        self.assertEqual((block.type, block.name), ("tool_use", "get_weather"))
        self.assertEqual(set(block.input), set(CITY_SCHEMA["required"]))

    def test_any(self):
        message = self.create(**self.TOOLS, tool_choice={"type": "any"})
        self.assertEqual(message.stop_reason, "tool_use")
        self.assertIn(message.content[-1].name, ("get_weather", "get_time"))

    def test_auto_and_none(self):
        self.create(**{**self.TOOLS, "max_tokens": 40}, tool_choice={"type": "auto"})
        message = self.create(**{**self.TOOLS, "max_tokens": 20}, tool_choice={"type": "none"})
        self.assertEqual([block.type for block in message.content], ["text"])

    def test_stream(self):
        choice = {"type": "tool", "name": "get_weather", "disable_parallel_tool_use": True}
        message, events = self.stream(**self.TOOLS, tool_choice=choice)
        self.assertEqual(message.content[-1].input, self.create(**self.TOOLS, tool_choice=choice).content[-1].input)
        parts = [event.delta.partial_json for event in events
                 if event.type == "content_block_delta" and event.delta.type == "input_json_delta"]
        self.assertGreater(len(parts), 5)
        self.assertEqual(json.loads("".join(parts)), message.content[-1].input)

    def test_the_result_goes_back(self):
        choice = {"type": "tool", "name": "get_weather", "disable_parallel_tool_use": True}
        block = self.create(**self.TOOLS, tool_choice=choice).content[-1]
        result = {"type": "tool_result", "tool_use_id": block.id, "content": [{"type": "text", "text": "Sunny, 24 degrees."}]}
        history = [*HARBOUR, {"role": "assistant", "content": [block.to_dict()]}, {"role": "user", "content": [result]}]
        fields = {**self.TOOLS, "messages": history, "tool_choice": {"type": "none"}, "max_tokens": 30}
        self.assertTrue(self.create(**fields).content[0].text)

    def test_count_tokens(self):
        counted = [self.client.messages.count_tokens(model=TOOLS_MODEL, messages=HARBOUR, tools=tools).input_tokens
                   for tools in ([], [WEATHER], [WEATHER, CLOCK])]
        self.assertEqual(counted, sorted(set(counted)))

    def test_a_call_that_the_limit_cuts(self):
        message = self.create(**{**self.TOOLS, "max_tokens": 4}, tool_choice={"type": "tool", "name": "get_weather"})
        self.assertEqual(message.stop_reason, "max_tokens")


class Errors(AnthropicCase):
    def refused(self, kind, **fields):
        with self.assertRaises(kind) as refusal:
            self.create(**fields)
        answer = strict.validated(ErrorResponse, self.wire.body)
        self.assertTrue(answer.error.message.endswith("."), answer)
        self.assertEqual(self.wire.json()["error"]["type"], refusal.exception.type)
        return answer.error

    def test_bad_fields(self):
        self.assertIn("max_tokens", self.refused(anthropic.BadRequestError, max_tokens=-1).message)
        self.assertIn("messages", self.refused(anthropic.BadRequestError, messages=[]).message)
        self.assertIn("image", self.refused(anthropic.BadRequestError, messages=[{"role": "user", "content": [
            {"type": "image", "source": {"type": "url", "url": "http://x/"}}]}]).message)

    def test_wrong_key(self):
        self.client = client_of(served.chat(), self.wire, api_key="sk-ant-not-a-key")
        self.assertEqual(self.refused(anthropic.AuthenticationError).type, "authentication_error")

    def test_another_model(self):
        self.assertEqual(self.refused(anthropic.NotFoundError, model="claude-opus-4").type, "not_found_error")

    def test_limit(self):
        held = client_of(served.busy(), strict.Recorder())
        endless = {"temperature": 0, "grammar": "root ::= [a-z]{1500,}"}
        with held.messages.create(**{**GREEDY, "max_tokens": 1500, "extra_body": endless}, messages=HARBOUR, stream=True) as stream:
            next(iter(stream))
            self.client = client_of(served.busy(), self.wire)
            self.assertEqual(self.refused(anthropic.RateLimitError).type, "rate_limit_error")
        held.close()


if __name__ == "__main__":
    unittest.main()
