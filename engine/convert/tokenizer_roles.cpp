// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/tokenizer_roles.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/mapped_file.h"
#include "formats/json_document.h"
#include "formats/utf8.h"

namespace alcove::convert {
namespace {

using nlohmann::json;

// A role of a token: its key in Hugging Face's files and in GGUF (whose spelling of "separator" is
// the format's own).
struct Role {
  const char* token;    // in tokenizer_config.json, spelled out
  const char* id;       // in config.json, as a number
  const char* ggufKey;  // tokenizer.ggml.…
};

constexpr Role kBos = {"bos_token", "bos_token_id", "tokenizer.ggml.bos_token_id"};
constexpr Role kEos = {"eos_token", "eos_token_id", "tokenizer.ggml.eos_token_id"};
constexpr Role kUnknown = {"unk_token", "unk_token_id", "tokenizer.ggml.unknown_token_id"};
constexpr Role kSeparator = {"sep_token", "sep_token_id", "tokenizer.ggml.seperator_token_id"};
constexpr Role kPadding = {"pad_token", "pad_token_id", "tokenizer.ggml.padding_token_id"};
constexpr Role kClassifier = {"cls_token", "cls_token_id", "tokenizer.ggml.cls_token_id"};
constexpr Role kMask = {"mask_token", "mask_token_id", "tokenizer.ggml.mask_token_id"};

constexpr std::uint64_t kMaxTemplateBytes = 1u << 20;

class RoleWriter {
 public:
  RoleWriter(const std::filesystem::path& folder, const HfConfig& config,
             const HfConfig& tokenizerConfig, const HfVocabulary& vocabulary,
             formats::GgufWriter& out)
      : m_folder(folder),
        m_config(config),
        m_tokenizerConfig(tokenizerConfig),
        m_map(readHfConfig(folder / "special_tokens_map.json")),
        m_generation(readHfConfig(folder / "generation_config.json")),
        m_vocabulary(vocabulary),
        m_out(out) {}

  void write() {
    const bool bert = m_vocabulary.model == "bert";
    auto bos = spelledId(kBos);
    auto eos = spelledId(kEos);
    const auto classifier = id(kClassifier);
    const auto separator = id(kSeparator);
    if (!bos) bos = bert ? classifier : numberedId(kBos);
    if (!eos) eos = bert ? separator : numberedId(kEos);
    writeAdditions(bos, eos, bert);
    put(kBos, bos);
    put(kEos, eos);
    put(kUnknown, id(kUnknown));
    put(kSeparator, separator);
    put(kPadding, id(kPadding));
    put(kClassifier, classifier);
    put(kMask, id(kMask));
    if (eos) writeOtherEnds(*eos);
    if (bert) writeWordNormalizer();
    writeTemplates();
  }

 private:
  void put(const Role& role, std::optional<std::uint32_t> token) {
    if (token) m_out.setUint32(role.ggufKey, *token);
  }

  // As text, or as an object with the text inside.
  std::optional<std::string> spelling(const HfConfig& file, const char* key) const {
    const json* const value = file.find({key});
    if (value == nullptr) return std::nullopt;
    if (value->is_object()) return file.child(key).string({"content"});
    return file.string({key});
  }

  std::optional<std::uint32_t> spelledId(const Role& role) const {
    for (const HfConfig* file : {&m_tokenizerConfig, &m_map}) {
      if (const auto text = spelling(*file, role.token)) {
        if (const auto found = m_vocabulary.find(*text)) return found;
      }
    }
    return std::nullopt;
  }

  // A number or a list of them; the first counts.
  std::vector<std::uint32_t> numberedIds(const HfConfig& file, const Role& role) const {
    std::vector<std::uint32_t> ids;
    const json* const value = file.find({role.id});
    if (value == nullptr) return ids;
    const json list = value->is_array() ? *value : json::array({*value});
    for (const json& element : list) {
      // Some files say -1 for none.
      if (!element.is_number_unsigned()) continue;
      const auto number = element.get<std::uint64_t>();
      if (number < m_vocabulary.tokens.size()) ids.push_back(std::uint32_t(number));
    }
    return ids;
  }

  std::optional<std::uint32_t> numberedId(const Role& role) const {
    for (const HfConfig* file : {&m_config, &m_generation}) {
      const auto ids = numberedIds(*file, role);
      if (!ids.empty()) return ids.front();
    }
    return std::nullopt;
  }

  std::optional<std::uint32_t> id(const Role& role) const {
    const auto spelled = spelledId(role);
    return spelled ? spelled : numberedId(role);
  }

  // Whether a text gets a first and a last token. tokenizer.json decides; the switches beside it
  // are for models that have none.
  void writeAdditions(std::optional<std::uint32_t>& bos, std::optional<std::uint32_t>& eos,
                      bool bert) {
    bool addsBos = bert || m_vocabulary.scored;
    bool addsEos = bert;
    if (m_vocabulary.json && m_vocabulary.json->single) {
      addsBos = frames(m_vocabulary.json->single->first, bos);
      addsEos = frames(m_vocabulary.json->single->last, eos);
    } else {
      addsBos = m_tokenizerConfig.boolean({"add_bos_token"}).value_or(addsBos);
      addsEos = m_tokenizerConfig.boolean({"add_eos_token"}).value_or(addsEos);
    }
    m_out.setBool("tokenizer.ggml.add_bos_token", addsBos && bos);
    m_out.setBool("tokenizer.ggml.add_eos_token", addsEos && eos);
  }

  // True if the template puts the token there; where the role has none yet, it is this one. GGUF
  // can say it of bos and eos only.
  bool frames(const std::optional<std::string>& special, std::optional<std::uint32_t>& role) const {
    if (!special) return false;
    const auto token = m_vocabulary.find(*special);
    if (!token) {
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The tokenizer puts the token '{}' around texts, which it does not "
                              "have.",
                              *special),
                  m_folder.string());
    }
    if (!role) role = token;
    if (*role == *token) return true;
    throw Error(ErrorCode::Unsupported,
                fmt::format("The tokenizer puts the token '{}' around texts, which is neither its "
                            "first nor its last token; GGUF cannot say that.",
                            *special),
                m_folder.string());
  }

  // Further tokens that end an answer. GGUF has a place for two: the end of a turn, the end of a
  // message.
  void writeOtherEnds(std::uint32_t eos) {
    std::vector<std::uint32_t> others;
    for (const HfConfig* file : {static_cast<const HfConfig*>(&m_generation), &m_config}) {
      for (const std::uint32_t end : numberedIds(*file, kEos)) {
        if (end != eos && std::find(others.begin(), others.end(), end) == others.end()) {
          others.push_back(end);
        }
      }
    }
    const auto isMessageEnd = [this](std::uint32_t token) {
      return m_vocabulary.tokens[token].find("eom") != std::string::npos;
    };
    std::stable_partition(others.begin(), others.end(),
                          [&](std::uint32_t token) { return !isMessageEnd(token); });
    if (!others.empty()) m_out.setUint32("tokenizer.ggml.eot_token_id", others.front());
    if (others.size() > 1) m_out.setUint32("tokenizer.ggml.eom_token_id", others.back());
  }

  void writeWordNormalizer() {
    const auto& file = m_vocabulary.json;
    const bool lowercase =
        file ? file->lowercase : m_tokenizerConfig.boolean({"do_lower_case"}).value_or(true);
    m_out.setBool("tokenizer.ggml.normalizer.lowercase", lowercase);
    const auto strip = file ? file->stripAccents : m_tokenizerConfig.boolean({"strip_accents"});
    if (strip) m_out.setBool("tokenizer.ggml.normalizer.strip_accents", *strip);
    m_out.setUint32("tokenizer.ggml.token_type_count",
                    m_config.optional({"type_vocab_size"}, 1, 0, 1u << 16));
  }

  std::optional<std::string> templateFile() const {
    const auto path = m_folder / "chat_template.jinja";
    if (!std::filesystem::exists(path)) return std::nullopt;
    const auto file = base::MappedFile::open(path);
    const auto bytes = file->bytes();
    if (bytes.size() > kMaxTemplateBytes) {
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("The chat template has {} bytes; Alcove reads at most {}.",
                              bytes.size(), kMaxTemplateBytes),
                  path.string());
    }
    std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!formats::isUtf8(text)) {
      throw Error(ErrorCode::Corrupt, "The chat template is not UTF-8 text.", path.string());
    }
    return text;
  }

  void writeTemplates() {
    constexpr const char* kKey = "tokenizer.chat_template";
    if (const auto text = templateFile()) {
      m_out.setString(kKey, *text);
      return;
    }
    const json* const value = m_tokenizerConfig.find({"chat_template"});
    if (value == nullptr) return;
    if (!value->is_array()) {
      m_out.setString(kKey, *m_tokenizerConfig.string({"chat_template"}));
      return;
    }
    std::vector<std::string> names;
    for (const json& entry : *value) {
      if (!entry.is_object()) m_tokenizerConfig.corrupt("A chat template of the list has no name.");
      const HfConfig one(entry, "chat_template");
      const auto name = one.string({"name"});
      const auto text = one.string({"template"});
      if (!name || !text) m_tokenizerConfig.corrupt("A chat template of the list has no name.");
      if (*name == "default") {
        m_out.setString(kKey, *text);
      } else {
        names.push_back(*name);
        m_out.setString(fmt::format("{}.{}", kKey, *name), *text);
      }
    }
    if (!names.empty()) m_out.setStrings("tokenizer.chat_templates", names);
  }

  const std::filesystem::path& m_folder;
  const HfConfig& m_config;
  const HfConfig& m_tokenizerConfig;
  HfConfig m_map;
  HfConfig m_generation;
  const HfVocabulary& m_vocabulary;
  formats::GgufWriter& m_out;
};

}  // namespace

HfConfig readHfConfig(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return {json::object(), path.string()};
  return {formats::readJsonFile(path), path.string()};
}

void writeTokenizerRoles(const std::filesystem::path& folder, const HfConfig& config,
                         const HfConfig& tokenizerConfig, const HfVocabulary& vocabulary,
                         formats::GgufWriter& out) {
  RoleWriter(folder, config, tokenizerConfig, vocabulary, out).write();
}

}  // namespace alcove::convert
