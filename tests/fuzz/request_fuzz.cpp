// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The body of a request, as every dialect of the server reads it: an Error, or fields.
#include <alcove/error.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/answer_grammar.h"
#include "server/anthropic_input.h"
#include "server/chat_fields.h"
#include "server/completion_fields.h"
#include "server/generation_fields.h"
#include "server/responses_input.h"

namespace {

using namespace alcove::server;

template <class Read>
void tryTo(const Read& read) {
  try {
    (void)read();
  } catch (const alcove::Error&) {
    // A refusal; anything else that is thrown ends the program.
  }
}

void readAll(const JsonReader& reader) {
  tryTo([&] { return readGenerationFields(reader); });
  tryTo([&] { return readChatFields(reader); });
  tryTo([&] { return readChatLogprobs(reader); });
  tryTo([&] { return readCompletionFields(reader); });
  tryTo([&] { return readTextCompletionFields(reader); });
  tryTo([&] { return readAnswerGrammar(reader); });
  tryTo([&] { return readAnthropicMessages(reader); });
  tryTo([&] { return readAnthropicTools(reader); });
  tryTo([&] { return readResponsesMessages(reader); });
  tryTo([&] { return readResponsesTools(reader); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tryTo([&] {
    readAll(JsonReader(std::string_view(reinterpret_cast<const char*>(data), size)));
    return 0;
  });
  return 0;
}
