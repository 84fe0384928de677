// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The formats are those that the families' model cards describe; the wording of the templates is
// our own. `words` is defined by modelTemplate(): the text of a message's content.
#include "chat/builtin_templates.h"

#include <algorithm>

namespace alcove::chat {

namespace {

using Words = std::string_view;

// Every turn between control tokens, the role by its own name.
constexpr std::string_view kChatMl = R"(
{%- for m in messages -%}
{{- '<|im_start|>' ~ m.role ~ '\n' ~ words(m.content) ~ '<|im_end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%})";

constexpr std::string_view kPhi4 = R"(
{%- for m in messages -%}
{{- '<|im_start|>' ~ m.role ~ '<|im_sep|>' ~ words(m.content) ~ '<|im_end|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant<|im_sep|>' -}}{%- endif -%})";

constexpr std::string_view kLlama3 = R"(
{%- for m in messages -%}
{{- '<|start_header_id|>' ~ m.role ~ '<|end_header_id|>\n\n' ~ words(m.content)|trim ~ '<|eot_id|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' -}}{%- endif -%})";

constexpr std::string_view kLlama4 = R"(
{%- for m in messages -%}
{{- '<|header_start|>' ~ m.role ~ '<|header_end|>\n\n' ~ words(m.content)|trim ~ '<|eot|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|header_start|>assistant<|header_end|>\n\n' -}}{%- endif -%})";

// The system message stands inside the first question.
constexpr std::string_view kLlama2 = R"(
{%- set ns = namespace(system='') -%}
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{%- set ns.system = '<<SYS>>\n' ~ words(m.content) ~ '\n<</SYS>>\n\n' -%}
{%- elif m.role == 'assistant' -%}
{{- ' ' ~ words(m.content)|trim ~ ' ' ~ eos_token -}}
{%- else -%}
{{- bos_token ~ '[INST] ' ~ ns.system ~ words(m.content)|trim ~ ' [/INST]' -}}
{%- set ns.system = '' -%}
{%- endif -%}
{%- endfor -%})";

constexpr std::string_view kMistral = R"(
{%- set ns = namespace(system='') -%}
{{- bos_token -}}
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{%- set ns.system = words(m.content) ~ '\n\n' -%}
{%- elif m.role == 'assistant' -%}
{{- ' ' ~ words(m.content) ~ eos_token -}}
{%- else -%}
{{- '[INST] ' ~ ns.system ~ words(m.content) ~ ' [/INST]' -}}
{%- set ns.system = '' -%}
{%- endif -%}
{%- endfor -%})";

constexpr std::string_view kMistralTekken = R"(
{{- bos_token -}}
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- '[SYSTEM_PROMPT]' ~ words(m.content) ~ '[/SYSTEM_PROMPT]' -}}
{%- elif m.role == 'assistant' -%}
{{- words(m.content) ~ eos_token -}}
{%- else -%}
{{- '[INST]' ~ words(m.content) ~ '[/INST]' -}}
{%- endif -%}
{%- endfor -%})";

// Gemma knows two roles; the system message goes before the first question.
constexpr std::string_view kGemma = R"(
{%- set ns = namespace(system='') -%}
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{%- set ns.system = words(m.content)|trim ~ '\n\n' -%}
{%- else -%}
{{- '<start_of_turn>' ~ ('model' if m.role == 'assistant' else 'user') ~ '\n' -}}
{{- ns.system ~ words(m.content)|trim ~ '<end_of_turn>\n' -}}
{%- set ns.system = '' -%}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<start_of_turn>model\n' -}}{%- endif -%})";

constexpr std::string_view kPhi3 = R"(
{%- for m in messages -%}
{{- '<|' ~ m.role ~ '|>\n' ~ words(m.content) ~ '<|end|>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>\n' -}}{%- endif -%})";

constexpr std::string_view kZephyr = R"(
{%- for m in messages -%}
{{- '<|' ~ m.role ~ '|>\n' ~ words(m.content) ~ eos_token ~ '\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>\n' -}}{%- endif -%})";

// Only answers end with the end token.
constexpr std::string_view kTulu = R"(
{%- for m in messages -%}
{{- '<|' ~ m.role ~ '|>\n' ~ words(m.content) ~ (eos_token if m.role == 'assistant') ~ '\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>\n' -}}{%- endif -%})";

constexpr std::string_view kGlm4 = R"(
{{- '[gMASK]<sop>' -}}
{%- for m in messages -%}
{{- '<|' ~ m.role ~ '|>\n' ~ words(m.content) -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|assistant|>' -}}{%- endif -%})";

constexpr std::string_view kGranite = R"(
{%- for m in messages -%}
{{- '<|start_of_role|>' ~ m.role ~ '<|end_of_role|>' ~ words(m.content) ~ eos_token ~ '\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|start_of_role|>assistant<|end_of_role|>' -}}{%- endif -%})";

constexpr std::string_view kCommandR = R"(
{%- set tokens = {'system': '<|SYSTEM_TOKEN|>', 'assistant': '<|CHATBOT_TOKEN|>'} -%}
{%- for m in messages -%}
{{- '<|START_OF_TURN_TOKEN|>' ~ tokens.get(m.role, '<|USER_TOKEN|>') -}}
{{- words(m.content)|trim ~ '<|END_OF_TURN_TOKEN|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' -}}{%- endif -%})";

constexpr std::string_view kDeepSeek = R"(
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- words(m.content) -}}
{%- elif m.role == 'assistant' -%}
{{- '<｜Assistant｜>' ~ words(m.content) ~ eos_token -}}
{%- else -%}
{{- '<｜User｜>' ~ words(m.content) -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<｜Assistant｜>' -}}{%- endif -%})";

constexpr std::string_view kDeepSeekPlain = R"(
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- words(m.content) ~ '\n\n' -}}
{%- elif m.role == 'assistant' -%}
{{- 'Assistant: ' ~ words(m.content) ~ eos_token -}}
{%- else -%}
{{- 'User: ' ~ words(m.content) ~ '\n\n' -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- 'Assistant:' -}}{%- endif -%})";

// Harmony: answers go to the channel that people read.
constexpr std::string_view kHarmony = R"(
{%- for m in messages -%}
{{- '<|start|>' ~ ('developer' if m.role == 'system' else m.role) -}}
{{- '<|channel|>final' if m.role == 'assistant' -}}
{{- '<|message|>' ~ words(m.content) ~ '<|end|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|start|>assistant' -}}{%- endif -%})";

constexpr std::string_view kFalcon = R"(
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- words(m.content)|trim ~ '\n\n' -}}
{%- else -%}
{{- ('Assistant: ' if m.role == 'assistant' else 'User: ') ~ words(m.content)|trim ~ '\n\n' -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- 'Assistant:' -}}{%- endif -%})";

constexpr std::string_view kVicuna = R"(
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- words(m.content)|trim ~ ' ' -}}
{%- elif m.role == 'assistant' -%}
{{- 'ASSISTANT: ' ~ words(m.content)|trim ~ eos_token -}}
{%- else -%}
{{- 'USER: ' ~ words(m.content)|trim ~ ' ' -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- 'ASSISTANT:' -}}{%- endif -%})";

constexpr std::string_view kAlpaca = R"(
{%- for m in messages -%}
{%- if m.role == 'system' -%}
{{- words(m.content) ~ '\n\n' -}}
{%- elif m.role == 'assistant' -%}
{{- '### Response:\n' ~ words(m.content) ~ eos_token ~ '\n\n' -}}
{%- else -%}
{{- '### Instruction:\n' ~ words(m.content) ~ '\n\n' -}}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '### Response:\n' -}}{%- endif -%})";

constexpr Words kNoWords[] = {""};
constexpr std::span<const Words> kAny(kNoWords, 0);

constexpr Words kHarmonyTokens[] = {"<|start|>", "<|channel|>", "<|message|>", "<|end|>"};
constexpr Words kPhi4Tokens[] = {"<|im_start|>", "<|im_sep|>", "<|im_end|>"};
constexpr Words kChatMlTokens[] = {"<|im_start|>", "<|im_end|>"};
constexpr Words kLlama3Tokens[] = {"<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"};
constexpr Words kLlama4Tokens[] = {"<|header_start|>", "<|header_end|>", "<|eot|>"};
constexpr Words kGemmaTokens[] = {"<start_of_turn>", "<end_of_turn>"};
constexpr Words kGlmTokens[] = {"[gMASK]", "<sop>", "<|user|>", "<|assistant|>"};
constexpr Words kPhi3Tokens[] = {"<|user|>", "<|assistant|>", "<|end|>"};
constexpr Words kGraniteTokens[] = {"<|start_of_role|>", "<|end_of_role|>"};
constexpr Words kCommandRTokens[] = {"<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>",
                                     "<|USER_TOKEN|>", "<|CHATBOT_TOKEN|>"};
constexpr Words kDeepSeekTokens[] = {"<｜User｜>", "<｜Assistant｜>"};
constexpr Words kTekkenTokens[] = {"[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"};
constexpr Words kMistralTokens[] = {"[INST]", "[/INST]"};
constexpr Words kLlamaArchitecture[] = {"llama"};
constexpr Words kFalconArchitecture[] = {"falcon"};
constexpr Words kDeepSeekArchitectures[] = {"deepseek", "deepseek2"};
constexpr Words kOlmoArchitectures[] = {"olmo", "olmo2", "olmoe"};
constexpr Words kStarCoderArchitectures[] = {"starcoder", "starcoder2"};
constexpr Words kZephyrNames[] = {"zephyr", "tinyllama"};
constexpr Words kMistralNames[] = {"mistral", "mixtral"};
constexpr Words kLlama2Names[] = {"llama-2", "llama2", "codellama", "code-llama"};
constexpr Words kVicunaNames[] = {"vicuna", "wizardlm", "wizard-vicuna"};
constexpr Words kAlpacaNames[] = {"alpaca", "wizardcoder"};
constexpr Words kTuluNames[] = {"tulu", "instruct", "sft", "dpo"};
constexpr Words kInstructNames[] = {"instruct"};
constexpr Words kChatNames[] = {"chat", "instruct"};

// From the surest sign to the least sure.
constexpr BuiltinTemplate kTemplates[] = {
    {"Harmony", kHarmonyTokens, kAny, kAny, BosBy::Tokenizer, kHarmony},
    {"Phi-4", kPhi4Tokens, kAny, kAny, BosBy::Tokenizer, kPhi4},
    {"ChatML", kChatMlTokens, kAny, kAny, BosBy::Tokenizer, kChatMl},
    {"Llama 3", kLlama3Tokens, kAny, kAny, BosBy::Tokenizer, kLlama3},
    {"Llama 4", kLlama4Tokens, kAny, kAny, BosBy::Tokenizer, kLlama4},
    {"Gemma", kGemmaTokens, kAny, kAny, BosBy::Tokenizer, kGemma},
    {"GLM-4", kGlmTokens, kAny, kAny, BosBy::Template, kGlm4},
    {"Phi-3", kPhi3Tokens, kAny, kAny, BosBy::Tokenizer, kPhi3},
    {"Granite", kGraniteTokens, kAny, kAny, BosBy::Tokenizer, kGranite},
    {"Command R", kCommandRTokens, kAny, kAny, BosBy::Tokenizer, kCommandR},
    {"DeepSeek", kDeepSeekTokens, kAny, kAny, BosBy::Tokenizer, kDeepSeek},
    {"Mistral (Tekken)", kTekkenTokens, kAny, kAny, BosBy::Template, kMistralTekken},
    {"Mistral", kMistralTokens, kAny, kAny, BosBy::Template, kMistral},
    {"Zephyr", kAny, kAny, kZephyrNames, BosBy::Tokenizer, kZephyr},
    {"Mistral", kAny, kLlamaArchitecture, kMistralNames, BosBy::Template, kMistral},
    {"Vicuna", kAny, kLlamaArchitecture, kVicunaNames, BosBy::Tokenizer, kVicuna},
    {"Llama 2", kAny, kLlamaArchitecture, kLlama2Names, BosBy::Template, kLlama2},
    {"DeepSeek (plain)", kAny, kDeepSeekArchitectures, kChatNames, BosBy::Tokenizer,
     kDeepSeekPlain},
    {"Falcon", kAny, kFalconArchitecture, kInstructNames, BosBy::Tokenizer, kFalcon},
    {"Tulu", kAny, kOlmoArchitectures, kTuluNames, BosBy::Tokenizer, kTulu},
    {"Alpaca", kAny, kAny, kAlpacaNames, BosBy::Tokenizer, kAlpaca},
    {"Alpaca", kAny, kStarCoderArchitectures, kInstructNames, BosBy::Tokenizer, kAlpaca},
};

// A word begins after a separator, so that "instruct" is found in "falcon-7b-instruct" but "chat"
// not in "snapchat".
bool hasWord(std::string_view name, std::string_view word) {
  for (std::size_t at = 0; (at = name.find(word, at)) != std::string_view::npos; ++at) {
    if (at == 0 || std::string_view(" -_./").find(name[at - 1]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool fits(const BuiltinTemplate& row, const ModelTraits& traits) {
  const bool tokens = std::ranges::all_of(
      row.tokens, [&](Words token) { return traits.tokens.find(token) != traits.tokens.end(); });
  const bool architecture =
      row.architectures.empty() ||
      std::ranges::find(row.architectures, traits.architecture) != row.architectures.end();
  const bool name = row.names.empty() || std::ranges::any_of(row.names, [&](Words word) {
                      return hasWord(traits.name, word);
                    });
  return tokens && architecture && name;
}

}  // namespace

std::span<const BuiltinTemplate> builtinTemplates() { return kTemplates; }

const BuiltinTemplate* chooseBuiltin(const ModelTraits& traits) {
  const auto row =
      std::ranges::find_if(kTemplates, [&](const auto& each) { return fits(each, traits); });
  return row == std::end(kTemplates) ? nullptr : row;
}

}  // namespace alcove::chat
