// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "training/data/data_set.h"
#include "training/example.h"

namespace alcove::chat {
class ChatTemplate;
}
namespace alcove::formats {
class GgufFile;
}
namespace alcove::tokenizer {
class Tokenizer;
}

namespace alcove::training {

// What turns messages into tokens: the model's own tokenizer and template. Immutable; safe from any
// thread.
struct ChatTools {
  std::shared_ptr<const tokenizer::Tokenizer> tokenizer;
  std::shared_ptr<const chat::ChatTemplate> chatTemplate;  // null if the model has none
  std::string templateOrigin;                              // "model", "built-in: ChatML", "none"
  std::string bosToken, eosToken;                          // as they are spelled in the template
  // What templates that write the date see; a job that goes on another day must give the same.
  // 0: the clock.
  std::int64_t nowUnixSeconds = 0;
};

// With the time of now. Throws what reading the tokenizer and compiling the template throw.
[[nodiscard]] ChatTools chatToolsOf(const formats::GgufFile& file);

// The record as the model reads it, rendered as it is for inference, and scored in the answers of
// the assistant: from the first token that the model would have to say up to the token that ends
// its turn. Of a text every token is scored, save the first. Nothing is cut. Throws Error
// Unsupported if messages meet a model without a template; InvalidArgument if the template refuses
// the messages, an answer is empty or missing, or the rendering does not show for certain where an
// answer begins and ends (a template that drops the thoughts of earlier answers, for one).
[[nodiscard]] Example toExample(const Record& record, const ChatTools& tools);

struct ExampleLimits {
  std::size_t maxTokens = 2'048;  // an example is cut behind these
};

// What can be trained of records.
struct ExampleSet {
  std::vector<Example> examples;     // at most maxTokens each, with a scored token in each
  std::vector<std::size_t> records;  // which record each is of; rising
  std::vector<std::size_t> lengths;  // tokens of each before it was cut
  Findings findings;                 // records that are left out or cut, and why
};

// Examples of all records of `data` that are examples to this model.
[[nodiscard]] ExampleSet makeExamples(const DataSet& data, const ChatTools& tools,
                                      const ExampleLimits& limits = {});

}  // namespace alcove::training
