# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""The clients of the soak: those that wait for whole answers, those that leave, and those that send garbage."""

import asyncio
import collections
import dataclasses
import json
import time

PATIENCE_S = 600  # for one answer among hundreds, under a sanitizer


@dataclasses.dataclass
class Answer:
    status: int
    body: bytes


class Tally:
    def __init__(self):
        self.whole = 0  # answers that came to their end
        self.different = 0  # of these, not what the model says alone
        self.left = 0  # clients that went away in the middle
        self.garbage = 0
        self.refused = collections.Counter()  # what garbage got
        self.problems = collections.Counter()

    def summary(self):
        return (f"{self.whole} whole answers ({self.different} unlike the answer alone), {self.left} clients left in the middle, "
                f"{self.garbage} sent garbage, which got {dict(self.refused)}")


@dataclasses.dataclass
class Work:
    port: int
    key: str
    references: dict
    end: float
    tally: Tally


def head(method, path, key, length, more=""):
    return (f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\n{more}" + (f"Content-Length: {length}\r\n" if length is not None else "") + "\r\n")


async def send(port, data):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    return reader, writer


def close(writer, abruptly=False):
    if abruptly:
        writer.transport.abort()
    else:
        writer.close()


def dechunk(body):
    """The contents of a chunked body; None if it was cut off."""
    text = b""
    while True:
        size, end, body = body.partition(b"\r\n")
        if not end:
            return None
        count = int(size, 16)
        if count == 0:
            return text
        if len(body) < count + 2:
            return None
        text, body = text + body[:count], body[count + 2:]


async def request(port, method, path, key, body=b""):
    """One request with everything in order, to its end. The body is None if it was cut off."""
    text = head(method, path, key, len(body) if method == "POST" else None).replace("{port}", str(port))
    reader, writer = await send(port, text.encode() + body)
    try:
        data = await asyncio.wait_for(reader.read(-1), PATIENCE_S)
    finally:
        close(writer)
    start, _, rest = data.partition(b"\r\n\r\n")
    if not start.startswith(b"HTTP/1.1 "):
        return Answer(0, b"")
    if b"transfer-encoding: chunked" in start.lower():
        rest = dechunk(rest)
    return Answer(int(start.split()[1]), rest)


def completion(prompt, tokens, stream):
    return json.dumps({"prompt": prompt, "max_tokens": tokens, "temperature": 0, "repetition_penalty": 1, "stream": stream}).encode()


def text_of(answer, stream):
    """What was said, or a sentence about what is wrong, and None."""
    if answer.status != 200 or answer.body is None:
        return None, f"an answer with status {answer.status}" + (", cut off" if answer.body is None else "")
    if not stream:
        body = json.loads(answer.body)
        return body["choices"][0]["text"], None
    events = [line[6:] for line in answer.body.decode().split("\n") if line.startswith("data: ")]
    if not events or events[-1] != "[DONE]":
        return None, f"a stream without its end; its last event: {events[-1][:300] if events else None}"
    chunks = [json.loads(event) for event in events[:-1]]
    if any("error" in chunk for chunk in chunks):
        return None, f"an error in a stream: {chunks[-1]}"
    choices = [choice for chunk in chunks for choice in chunk["choices"]]
    reasons = [choice["finish_reason"] for choice in choices if choice["finish_reason"]]
    if reasons not in (["length"], ["stop"]):
        return None, f"a stream that ended as {reasons}"
    return "".join(choice["text"] for choice in choices), None


async def alone(port, key, prompt, tokens):
    text, problem = text_of(await request(port, "POST", "/v1/completions", key, completion(prompt, tokens, False)), False)
    if problem:
        raise SystemExit(f"The first answer failed: {problem}")
    return {"tokens": tokens, "text": text}


async def wait_for_answer(work, chance):
    prompt, reference = chance.choice(list(work.references.items()))
    stream = chance.random() < 0.7
    body = completion(prompt, reference["tokens"], stream)
    text, problem = text_of(await request(work.port, "POST", "/v1/completions", work.key, body), stream)
    if problem:
        work.tally.problems[problem] += 1
        return
    work.tally.whole += 1
    work.tally.different += text != reference["text"]


async def leave(work, chance):
    """Goes away while the answer is being written, or even before its first token."""
    prompt = chance.choice(list(work.references))
    body = completion(prompt, 200, True)
    text = head("POST", "/v1/completions", work.key, len(body)).replace("{port}", str(work.port))
    reader, writer = await send(work.port, text.encode() + body)
    try:
        for _ in range(chance.randrange(0, 6)):
            if not await asyncio.wait_for(reader.read(2000), PATIENCE_S):
                break
        await asyncio.sleep(chance.random() * 0.2)
    finally:
        close(writer, chance.random() < 0.5)
    work.tally.left += 1


def garbage(work, chance):
    """Bytes, and whether the client ends its half of the connection after them."""
    body = completion("Hi", 4, False)
    good = head("POST", "/v1/completions", work.key, len(body)).replace("{port}", str(work.port)).encode()
    post = lambda text, length=None, more="": head("POST", "/v1/completions", work.key, len(text) if length is None else length,
                                                   more).replace("{port}", str(work.port)).encode() + text
    noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 4000)))
    return chance.choice([
        post(b"{not json"), post(b"\xff\xfe\x00"), post(b"[" * 50_000), post(b'{"prompt": 7}'),
        post(b'{"prompt": "Hi", "max_tokens": -5}'), post(b'{"prompt": "Hi", "temperature": 1e999}'),
        post(body, more="X-Long: " + "a" * 9000 + "\r\n"), post(body, more="X-Many: 1\r\n" * 8000),
        post(body, length=len(body) + 1000), post(body, length=len(body) - 7), post(body, length=10**18),
        post(body, length=-4), post(body, length="many"),
        good[:chance.randrange(1, len(good))], good + body[:3],
        noise, b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n", b"BREW /coffee HTTP/1.1\r\n\r\n",
        good.replace(b"POST", b"DELETE") + body, good.replace(b"/v1/completions", b"/" + b"x" * 5000) + body,
        good.replace(b"Content-Length", b"Transfer-Encoding: chunked\r\nX") + b"zz\r\nnonsense\r\n",
        good.replace(b"Host: 127.0.0.1", b"Host: evil.example") + body, good.replace(b"alcove-", b"wrong-") + body,
    ])


async def send_garbage(work, chance):
    reader, writer = await send(work.port, garbage(work, chance))
    got = b""
    try:
        if chance.random() < 0.5:
            writer.write_eof()
        got = await asyncio.wait_for(reader.read(200), chance.choice([0.1, 2]))
    except (asyncio.TimeoutError, ConnectionError, OSError):
        pass
    finally:
        close(writer, chance.random() < 0.3)
    status = got.split()[1].decode() if got.startswith(b"HTTP/1.1 ") else "no answer"
    work.tally.garbage += 1
    work.tally.refused[status] += 1
    if status.startswith("5"):
        work.tally.problems[f"garbage was answered with {status}"] += 1


async def behave(work, chance):
    kinds = [wait_for_answer] * 5 + [leave] * 4 + [send_garbage] * 3
    while time.monotonic() < work.end:
        kind = chance.choice(kinds)
        try:
            await kind(work, chance)
        except (ConnectionError, OSError, asyncio.IncompleteReadError) as error:
            if kind is wait_for_answer:
                work.tally.problems[f"a client that behaved was cut off: {type(error).__name__}"] += 1
        except asyncio.TimeoutError:
            work.tally.problems[f"no answer within {PATIENCE_S} s ({kind.__name__})"] += 1
