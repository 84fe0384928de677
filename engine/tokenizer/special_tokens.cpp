// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/special_tokens.h"

#include <algorithm>
#include <iterator>

namespace alcove::tokenizer {

namespace {

// Spellings that no text means by chance, as the families' tokenizer.json files have them.
constexpr std::string_view kTurnMarks[] = {
    "<|im_start|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|begin_of_text|>",
    "<|startoftext|>",
    "<start_of_turn>",
    "<|start|>",
    "<|message|>",
    "<|channel|>",
    "<|user|>",
    "<|assistant|>",
    "<|system|>",
    "<|User|>",
    "<|Assistant|>",
    "<｜User｜>",
    "<｜Assistant｜>",
    "<｜begin▁of▁sentence｜>",
    "<|START_OF_TURN_TOKEN|>",
    "<|start_of_role|>",
    "<|end_of_role|>",
};

// The same, of tokens that end an answer. A token that is filed as text becomes a control token.
constexpr std::string_view kEnds[] = {
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<end_of_turn>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<|eot|>",
    "<|EOT|>",
    "<|end_of_turn|>",
    "<|END_OF_TURN_TOKEN|>",
    "<end_of_utterance>",
    "<｜end▁of▁sentence｜>",
};

// Ends only where the file says that they are control tokens: elsewhere they are markup of texts
// ("</s>" strikes words out in Gemma's vocabulary).
constexpr std::string_view kEndsIfControl[] = {
    "</s>", "<eos>", "[EOS]", "[EOT]", "<EOT>", "▁<EOT>", "<|flush|>",
};

// What a model of code writes when it is done with a file.
constexpr std::string_view kFileEnds[] = {
    "<|fim_pad|>", "<fim_pad>", "<fim-pad>",  "<|repo_name|>", "<repo_name>",
    "<reponame>",  "<REPO>",    "<file_sep>", "<|file_sep|>",
};

template <std::size_t N>
bool isOneOf(const std::string_view (&spellings)[N], std::string_view spelling) {
  return std::find(std::begin(spellings), std::end(spellings), spelling) != std::end(spellings);
}

bool isText(TokenType type) {
  return type != TokenType::Control && type != TokenType::Unknown && type != TokenType::Byte;
}

// Every spelling of the tables begins with one of these bytes.
bool canBeKnown(std::string_view spelling) {
  return spelling.size() > 2 && (spelling[0] == '<' || spelling[0] == '[' || spelling[0] == '\xE2');
}

void typesFromNothing(Vocabulary& vocabulary) {
  auto& types = vocabulary.types;
  types.assign(vocabulary.tokens.size(), TokenType::Normal);
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (namedByte(vocabulary.tokens[i])) types[i] = TokenType::Byte;
  }
  for (const auto& id : {vocabulary.bos, vocabulary.eos, vocabulary.endOfTurn,
                         vocabulary.endOfMessage, vocabulary.separator, vocabulary.classifier}) {
    if (id) types[std::size_t(*id)] = TokenType::Control;
  }
  for (const std::string_view spelling : {"<s>", "</s>", "[CLS]", "[SEP]", "[PAD]", "[MASK]"}) {
    if (const auto id = vocabulary.idOf(spelling)) types[std::size_t(*id)] = TokenType::Control;
  }
  for (const auto& id : {vocabulary.unknown, vocabulary.idOf("<unk>"), vocabulary.idOf("[UNK]")}) {
    if (id) types[std::size_t(*id)] = TokenType::Unknown;
  }
}

}  // namespace

void correctTypes(Vocabulary& vocabulary) {
  if (vocabulary.types.empty()) typesFromNothing(vocabulary);
  for (const auto& id :
       {vocabulary.bos, vocabulary.eos, vocabulary.endOfTurn, vocabulary.endOfMessage}) {
    if (id && vocabulary.types[std::size_t(*id)] == TokenType::UserDefined) {
      vocabulary.types[std::size_t(*id)] = TokenType::Control;
    }
  }
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const std::string_view spelling = vocabulary.tokens[i];
    if (!isText(vocabulary.types[i]) || !canBeKnown(spelling)) continue;
    if (isOneOf(kTurnMarks, spelling) || isOneOf(kEnds, spelling)) {
      vocabulary.types[i] = TokenType::Control;
    }
  }
}

std::vector<TokenId> endTokens(const Vocabulary& vocabulary) {
  std::vector<TokenId> ends = vocabulary.ends;
  for (const auto& id : {vocabulary.eos, vocabulary.endOfTurn, vocabulary.endOfMessage}) {
    if (id) ends.push_back(*id);
  }
  std::optional<TokenId> end;
  bool harmony = false;
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const std::string_view spelling = vocabulary.tokens[i];
    if (vocabulary.types[i] != TokenType::Control || !canBeKnown(spelling)) continue;
    const auto id = static_cast<TokenId>(i);
    if (spelling == "<|return|>") harmony = true;
    if (spelling == "<|end|>") {
      end = id;
    } else if (isOneOf(kEnds, spelling) || isOneOf(kEndsIfControl, spelling) ||
               isOneOf(kFileEnds, spelling)) {
      ends.push_back(id);
    }
  }
  // In the Harmony format of gpt-oss, <|end|> ends a message of which an answer has several.
  if (end && !harmony) ends.push_back(*end);
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

std::vector<bool> tokensThatStripRight(const Vocabulary& vocabulary) {
  constexpr std::string_view kKeepSpaces[] = {"<unk>", "<s>", "<|endoftext|>"};
  if (vocabulary.model != "llama" || !vocabulary.idOf("<|placeholder1|>") ||
      !vocabulary.idOf("<|assistant|>")) {
    return {};
  }
  std::vector<bool> strips(vocabulary.tokens.size());
  for (std::size_t i = 0; i < strips.size(); ++i) {
    const TokenType type = vocabulary.types[i];
    strips[i] = (type == TokenType::Control || type == TokenType::UserDefined) &&
                !isOneOf(kKeepSpaces, vocabulary.tokens[i]);
  }
  return strips;
}

}  // namespace alcove::tokenizer
