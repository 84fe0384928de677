// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/sample_chats.h"

namespace alcove::ui {

using chats::ChatId;
using chats::MessageId;
using chats::MessageState;
using chats::Role;

namespace {

QJsonObject stats(double speed, int used) {
  return {{u"tokens_per_s"_qs, speed},
          {u"time_to_first_token_ms"_qs, 310},
          {u"prompt_tokens"_qs, used / 2},
          {u"completion_tokens"_qs, used - used / 2},
          {u"stop_reason"_qs, u"end of answer"_qs},
          {u"model"_qs, u"SmolLM2 135M Instruct"_qs},
          {u"context"_qs, QJsonObject{{u"used_tokens"_qs, used}, {u"limit_tokens"_qs, 8192}}}};
}

MessageId addAnswer(chats::ChatStore& store, ChatId chat, MessageId question, const char* text,
                    double speed = 41.3, int used = 240) {
  const MessageId answer = store.append(chat, question, Role::Assistant, QString::fromUtf8(text),
                                        MessageState::Streaming);
  store.finish(answer, MessageState::Complete, stats(speed, used));
  return answer;
}

const char kHeap[] =
    "A **heap** keeps the smallest element at the front, so that it can be taken out in "
    "logarithmic time. Python has one in the module `heapq`; it works on a plain list.\n\n"
    "## A queue of tasks\n\n"
    "```python\n"
    "import heapq\n\n"
    "class TaskQueue:\n"
    "    \"\"\"Hands out the most urgent task first.\"\"\"\n\n"
    "    def __init__(self):\n"
    "        self._tasks = []  # (priority, name)\n\n"
    "    def add(self, name: str, priority: int = 10) -> None:\n"
    "        heapq.heappush(self._tasks, (priority, name))\n\n"
    "    def take(self) -> str:\n"
    "        return heapq.heappop(self._tasks)[1]\n"
    "```\n\n"
    "Three things to know:\n\n"
    "1. Equal priorities are compared by name. Add a counter if that is not what you want.\n"
    "2. `heappop` on an empty list raises `IndexError`.\n"
    "3. The list is **not** sorted:\n"
    "   - only its first element is certain,\n"
    "   - and `sorted(tasks)` costs *O(n log n)* again.\n";

const char kTable[] =
    "It depends on what you do most often.\n\n"
    "| Operation | Heap | Sorted list | Linked list |\n"
    "|:----------|-----:|------------:|------------:|\n"
    "| Insert | O(log n) | O(n) | O(1) |\n"
    "| Take the smallest | O(log n) | O(1) | O(n) |\n"
    "| Look at the smallest | O(1) | O(1) | O(n) |\n\n"
    "> Measure before you choose: for fewer than a hundred elements a sorted list is often the "
    "fastest, because it lies in one piece of memory.\n\n"
    "- [x] write the obvious version\n"
    "- [ ] measure it\n"
    "- [ ] replace it only if it matters\n\n"
    "More in the [documentation](https://docs.python.org/3/library/heapq.html).\n";

}  // namespace

ChatId addLongChat(chats::ChatStore& store) {
  const ChatId chat = store.create(u"A queue of tasks"_qs);
  const MessageId first = store.append(
      chat, 0, Role::User,
      u"How do I keep a list of tasks so that the most urgent one is always first?\nI use Python 3.11."_qs);
  const MessageId answer = addAnswer(store, chat, first, kHeap);
  const MessageId second =
      store.append(chat, answer, Role::User, u"Is that faster than keeping the list sorted?"_qs);
  addAnswer(store, chat, second, kTable, 38.6, 1234);
  return chat;
}

ChatId addStreamingChat(chats::ChatStore& store) {
  const ChatId chat = store.create(u"Fibonacci"_qs);
  const MessageId question = store.append(
      chat, 0, Role::User, u"Write a function that returns the n-th Fibonacci number."_qs);
  const MessageId answer =
      store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  store.appendText(
      answer,
      u"Here is a version that needs **no recursion**:\n\n```cpp\nlong fibonacci(int n) {\n"
      u"  long a = 0, b = 1;\n  while (n-- > 0) {\n    const long next = a + b;"_qs);
  return chat;
}

ChatId addBrokenChat(chats::ChatStore& store) {
  const ChatId chat = store.create(u"The weather"_qs);
  const MessageId question = store.append(chat, 0, Role::User, u"Why is the sky blue?"_qs);
  const MessageId answer =
      store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  store.appendText(answer, u"Sunlight is made of all colours. When it meets the air, the"_qs);
  const QJsonObject error = {
      {u"code"_qs, u"engine_gone"_qs},
      {u"sentence"_qs, u"The engine stopped unexpectedly (signal 9)."_qs},
      {u"details"_qs, u"alcove-engine serve --port 0\nended by signal 9"_qs}};
  store.finish(answer, MessageState::Interrupted, {{u"error"_qs, error}});
  return chat;
}

ChatId addBranchedChat(chats::ChatStore& store) {
  const ChatId chat = store.create(u"A haiku"_qs);
  const MessageId question = store.append(chat, 0, Role::User, u"Write a haiku about the sea."_qs);
  addAnswer(store, chat, question,
            "Salt upon the wind\nthe harbour holds its breath now\nboats lean on their ropes");
  addAnswer(store, chat, question,
            "Grey water, grey sky\none gull writes a thin white line\nthen rubs it out again");
  const MessageId third =
      addAnswer(store, chat, question,
                "Night tide under stars\neach wave forgets the last one\nand comes back the same");
  store.stepBranch(third, -1);
  return chat;
}

ChatId addRightToLeftChat(chats::ChatStore& store) {
  const ChatId chat = store.create(u"שלום"_qs);
  const MessageId question =
      store.append(chat, 0, Role::User, u"מה ההבדל בין רשימה לבין ערימה?"_qs);
  addAnswer(store, chat, question,
            "**רשימה** שומרת על הסדר שבו הוספת את האיברים.\n\n- ערימה מחזיקה את הקטן ביותר בראש\n- "
            "הפעולה `heappop` מוציאה אותו\n\n```python\nheapq.heappop(tasks)\n```\n\n> מדוד לפני "
            "שתבחר.\n");
  return chat;
}

}  // namespace alcove::ui
