# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
"""A copy of a GGUF model with another chat template: the starter model's own has no place for tools."""

import struct

KEY = b"tokenizer.chat_template"
STRING, ARRAY = 8, 9
SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}  # bytes of a value by its type

# As Hermes' models have it, which the engine knows by its words.
HERMES = """{%- if tools %}{{ '<|im_start|>system\\nYou may call these tools:\\n<tools>\\n' }}
{%- for tool in tools %}{{ tool | tojson + '\\n' }}{% endfor %}
{{- '</tools>\\nTo call one, write\\n<tool_call>\\n{"name": its name, "arguments": an object}\\n</tool_call><|im_end|>\\n' }}{% endif %}
{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}{{ message.content }}
{%- for call in message.tool_calls %}
{{- '\\n<tool_call>\\n' + {'name': call.function.name, 'arguments': call.function.arguments} | tojson + '\\n</tool_call>' }}
{%- endfor %}{{ '<|im_end|>\\n' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def number(self, form):
        value, = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def text(self):
        length = self.number("Q")
        self.at += length
        return self.data[self.at - length:self.at]

    def skip_value(self, kind):
        if kind == STRING:
            self.text()
        elif kind == ARRAY:
            element, count = self.number("I"), self.number("Q")
            if element in SIZES:
                self.at += SIZES[element] * count
            else:
                for _ in range(count):
                    self.skip_value(element)
        else:
            self.at += SIZES[kind]


def with_template(source, target, template):
    reader = Reader(source.read_bytes())
    reader.at = 8  # behind magic and version
    tensors, count = reader.number("Q"), reader.number("Q")
    alignment, entries = 32, []
    for _ in range(count):
        begin = reader.at
        key, kind = reader.text(), reader.number("I")
        if key == b"general.alignment":
            alignment = struct.unpack_from("<I", reader.data, reader.at)[0]
        reader.skip_value(kind)
        if key != KEY:
            entries.append(reader.data[begin:reader.at])
    written = template.encode()
    entries.append(struct.pack("<Q", len(KEY)) + KEY + struct.pack("<IQ", STRING, len(written)) + written)
    infos = reader.at
    for _ in range(tensors):
        reader.text()
        dimensions = reader.number("I")
        reader.at += 8 * dimensions + 4 + 8  # sizes, type, offset
    head = reader.data[:8] + struct.pack("<QQ", tensors, len(entries)) + b"".join(entries) + reader.data[infos:reader.at]
    padding = -len(head) % alignment
    data = reader.at + -reader.at % alignment  # offsets of tensors count from here
    target.write_bytes(head + b"\0" * padding + reader.data[data:])
