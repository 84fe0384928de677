# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""Holds what came over the wire to the clients' own models.

The clients build their objects without validating, so that a server may send anything. Here the bytes themselves are validated,
strictly: every required field there, of exactly its type, every enumeration one of its values, and no field that the model does
not have but `alcove`."""

import json

import httpx2
import pydantic

OWN_FIELD = "alcove"


def _models_in(value, place):
    if isinstance(value, pydantic.BaseModel):
        yield place, value
        for name in type(value).model_fields:
            yield from _models_in(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, (list, tuple)):
        for index, element in enumerate(value):
            yield from _models_in(element, f"{place}[{index}]")
    elif isinstance(value, dict):
        for name, element in value.items():
            yield from _models_in(element, f"{place}.{name}")


def validated(model, text):
    """The object that `text` is, or an error that says what is wrong with it."""
    adapter = pydantic.TypeAdapter(model)
    try:
        value = adapter.validate_json(text, strict=True)
    except pydantic.ValidationError as error:
        raise AssertionError(f"{text[:2000]!r} is no {model}: {error}") from error
    for place, part in _models_in(value, "$"):
        unknown = set(part.model_extra or {}) - {OWN_FIELD}
        if unknown:
            raise AssertionError(f"{place} ({type(part).__name__}) has no field {', '.join(sorted(unknown))}: {text[:2000]!r}")
    return value


class Event:
    """One server-sent event."""

    def __init__(self, lines):
        self.name = None
        self.data = ""
        for line in lines:
            field, _, value = line.partition(": ")
            if field == "event":
                self.name = value
            elif field == "data":
                self.data += value
            else:
                raise AssertionError(f"{line!r} is no field of an event")


class _Tee(httpx2.SyncByteStream):
    def __init__(self, stream, sink):
        self._stream = stream
        self._sink = sink

    def __iter__(self):
        for chunk in self._stream:
            self._sink.extend(chunk)
            yield chunk

    def close(self):
        self._stream.close()


class Recorder(httpx2.BaseTransport):
    """Keeps the body of the last response as it came, whoever asked for it."""

    def __init__(self):
        self._transport = httpx2.HTTPTransport()
        self._body = bytearray()
        self.response = None

    def handle_request(self, request):
        self.response = self._transport.handle_request(request)
        self._body = bytearray()
        return httpx2.Response(self.response.status_code, headers=self.response.headers,
                               stream=_Tee(self.response.stream, self._body), extensions=self.response.extensions)

    def client(self):
        return httpx2.Client(transport=self, timeout=120)

    @property
    def body(self):
        """Without the compression that it may have come in."""
        return httpx2.Response(200, headers=self.response.headers, content=bytes(self._body)).content

    def json(self):
        return json.loads(self.body)

    def events(self):
        """The events of a stream that has been read to its end."""
        text = self.body.decode("utf-8")
        if self.response.headers["content-type"].split(";")[0] != "text/event-stream":
            raise AssertionError(f"no stream of events: {self.response.headers['content-type']}")
        if not text.endswith("\n\n"):
            raise AssertionError(f"the stream breaks off: {text[-200:]!r}")
        return [Event(part.split("\n")) for part in text.removesuffix("\n\n").split("\n\n")]

    def chunks(self, model, prepare=lambda text: text):
        """OpenAI's chunks, validated as `prepare` makes them; the stream must end with [DONE]."""
        events = self.events()
        if events[-1].data != "[DONE]" or any(event.name for event in events):
            raise AssertionError("a stream of OpenAI's has data only, and ends with [DONE]")
        return [validated(model, prepare(event.data)) for event in events[:-1]]
