// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/job_settings.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace alcove::training {
namespace {

using Json = nlohmann::json;

template <class Value>
struct Word {
  const char* name;
  Value value;
};
constexpr std::array kMethods{Word{"lora", Method::Adapter}, Word{"full", Method::Full}};
constexpr std::array kBases{Word{"stored", Base::Stored}, Word{"nf4", Base::Nf4},
                            Word{"nf4-dq", Base::Nf4Double}};
constexpr std::array kSchedules{Word{"constant", Schedule::Kind::Constant},
                                Word{"linear", Schedule::Kind::Linear},
                                Word{"cosine", Schedule::Kind::Cosine}};

template <class Words, class Value>
const char* nameIn(const Words& words, Value value) {
  for (const auto& word : words)
    if (word.value == value) return word.name;
  return "";
}

[[noreturn]] void reject(const std::string& field, const std::string& should) {
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("The job's '{}' should be {}.", field, should));
}

// Reads the fields of one object, and says so where one is not known.
class Fields {
 public:
  Fields(const Json& object, std::string where) : m_object(object), m_where(std::move(where)) {
    if (!object.is_object()) reject(m_where, "an object");
  }

  template <class Number>
  void number(const char* name, Number& value, double least, double most) {
    const Json* const field = find(name);
    if (!field) return;
    const bool fits =
        std::is_floating_point_v<Number> ? field->is_number() : field->is_number_integer();
    if (!fits || !(field->get<double>() >= least && field->get<double>() <= most))
      reject(m_where + name,
             fmt::format("a{} number from {} to {}",
                         std::is_floating_point_v<Number> ? "" : " whole", least, most));
    value = field->get<Number>();
  }
  void truth(const char* name, bool& value) {
    if (const Json* const field = find(name)) {
      if (!field->is_boolean()) reject(m_where + name, "true or false");
      value = field->get<bool>();
    }
  }
  void truthOrNull(const char* name, std::optional<bool>& value) {
    const Json* const field = find(name);
    if (!field || field->is_null()) return;
    if (!field->is_boolean()) reject(m_where + name, "true, false or null");
    value = field->get<bool>();
  }
  void text(const char* name, std::string& value) {
    if (const Json* const field = find(name)) value = textOf(*field, name);
  }
  void texts(const char* name, std::vector<std::string>& values) {
    const Json* const field = find(name);
    if (!field) return;
    if (!field->is_array()) reject(m_where + name, "a list of texts");
    values.clear();
    for (const Json& item : *field) values.push_back(textOf(item, name));
  }
  template <class Words, class Value>
  void word(const char* name, const Words& words, Value& value) {
    const Json* const field = find(name);
    if (!field) return;
    std::string known;
    for (const auto& word : words) {
      if (field->is_string() && field->get_ref<const std::string&>() == word.name) {
        value = word.value;
        return;
      }
      known += fmt::format("{}'{}'", known.empty() ? "" : ", ", word.name);
    }
    reject(m_where + name, "one of " + known);
  }
  [[nodiscard]] const Json* object(const char* name) { return find(name); }

  void nothingElse() const {
    for (const auto& [name, value] : m_object.items())
      if (!m_known.contains(name))
        throw Error(ErrorCode::InvalidArgument,
                    fmt::format("The job has a field '{}{}', which means nothing.", m_where, name));
  }

 private:
  const Json* find(const char* name) {
    m_known.insert(name);
    const auto found = m_object.find(name);
    return found == m_object.end() ? nullptr : &*found;
  }
  std::string textOf(const Json& field, const char* name) const {
    if (!field.is_string()) reject(m_where + name, "a text");
    return field.get<std::string>();
  }

  const Json& m_object;
  std::string m_where;
  std::set<std::string, std::less<>> m_known;
};

std::vector<std::string> texts(const std::vector<std::filesystem::path>& paths) {
  return {paths.begin(), paths.end()};
}

void readPaths(Fields& fields, const char* name, const std::filesystem::path& folder,
               std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> names = texts(paths);
  fields.texts(name, names);
  paths.clear();
  for (const std::string& path : names) paths.push_back(folder / path);
}

void readAdapter(const Json& json, AdapterConfig& adapter) {
  Fields fields(json, "adapter.");
  fields.number("rank", adapter.rank, 1, 65536);
  fields.number("alpha", adapter.alpha, 0, 1e6);
  fields.truth("rslora", adapter.rankStabilized);
  fields.truth("dora", adapter.dora);
  fields.texts("targets", adapter.targets);
  fields.number("seed", adapter.seed, 0, 9e15);
  fields.nothingElse();
}

}  // namespace

nlohmann::ordered_json toJson(const JobSettings& s) {
  return {{"model", s.model.string()},
          {"data", texts(s.data)},
          {"held_out", texts(s.heldOut)},
          {"held_out_share", s.heldOutShare},
          {"method", nameIn(kMethods, s.method)},
          {"base", nameIn(kBases, s.base)},
          {"adapter",
           {{"rank", s.adapter.rank},
            {"alpha", s.adapter.alpha},
            {"rslora", s.adapter.rankStabilized},
            {"dora", s.adapter.dora},
            {"targets", s.adapter.targets},
            {"seed", s.adapter.seed}}},
          {"optimizer", s.optimizer},
          {"weight_decay", s.weightDecay},
          {"learning_rate", s.learningRate},
          {"schedule", nameIn(kSchedules, s.schedule)},
          {"warmup_share", s.warmupShare},
          {"clip", s.clip},
          {"epochs", s.epochs},
          {"examples_per_step", s.examplesPerStep},
          {"max_tokens", s.maxTokens},
          {"batch_tokens", s.batchTokens},
          {"seed", s.seed},
          {"recompute", s.recompute ? nlohmann::ordered_json(*s.recompute) : nullptr},
          {"evaluate_every", s.evaluateEvery},
          {"patience", s.patience},
          {"checkpoint_every", s.checkpointEvery},
          {"threads", s.threads}};
}

JobSettings settingsFromJson(const Json& json, const std::filesystem::path& folder) {
  JobSettings s;
  Fields fields(json, "");
  std::string model;
  fields.text("model", model);
  if (model.empty()) reject("model", "the path of a GGUF file");
  s.model = folder / model;
  readPaths(fields, "data", folder, s.data);
  if (s.data.empty()) reject("data", "a list of files or folders");
  readPaths(fields, "held_out", folder, s.heldOut);
  fields.number("held_out_share", s.heldOutShare, 0, 0.5);
  fields.word("method", kMethods, s.method);
  fields.word("base", kBases, s.base);
  if (const Json* adapter = fields.object("adapter")) readAdapter(*adapter, s.adapter);
  fields.text("optimizer", s.optimizer);
  fields.number("weight_decay", s.weightDecay, 0, 1);
  fields.number("learning_rate", s.learningRate, 0, 1);
  fields.word("schedule", kSchedules, s.schedule);
  fields.number("warmup_share", s.warmupShare, 0, 1);
  fields.number("clip", s.clip, 0, 1e9);
  fields.number("epochs", s.epochs, 1, 10'000);
  fields.number("examples_per_step", s.examplesPerStep, 1, 65'536);
  fields.number("max_tokens", s.maxTokens, 2, 1 << 20);
  fields.number("batch_tokens", s.batchTokens, 2, 1 << 20);
  fields.number("seed", s.seed, 0, 9e15);
  fields.truthOrNull("recompute", s.recompute);
  fields.number("evaluate_every", s.evaluateEvery, 0, 1 << 30);
  fields.number("patience", s.patience, 0, 1 << 20);
  fields.number("checkpoint_every", s.checkpointEvery, 0, 1 << 30);
  fields.number("threads", s.threads, 0, 1024);
  fields.nothingElse();
  static_cast<void>(createOptimizer(s.optimizer, {}));
  return s;
}

}  // namespace alcove::training
