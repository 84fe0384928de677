// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "formats/inspect.h"

namespace alcove::formats {
namespace {

using Json = nlohmann::ordered_json;

Json valueJson(const InspectedValue& value) {
  Json json = {{"key", value.key}, {"type", value.type}};
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          json["count"] = value.count;
        } else if constexpr (std::is_same_v<Held, double>) {
          // JSON has no word for NaN and infinity; null is what is left.
          json["value"] = std::isfinite(held) ? Json(held) : Json(nullptr);
        } else {
          json["value"] = held;
        }
      },
      value.value);
  return json;
}

Json tensorJson(const InspectedTensor& tensor) {
  return {{"name", tensor.name},
          {"type", tensor.type},
          {"shape", tensor.shape},
          {"offset", tensor.offset},
          {"bytes", tensor.bytes}};
}

}  // namespace

const char* severityName(Severity severity) noexcept {
  return severity == Severity::Error ? "error" : "warning";
}

nlohmann::ordered_json toJson(const Inspection& inspection) {
  Json json = {{"path", inspection.path},
               {"format", inspection.format},
               {"version", inspection.version},
               {"file_bytes", inspection.fileBytes},
               {"name", inspection.name},
               {"architecture", inspection.architecture},
               {"weights_type", inspection.weightsType},
               {"parameters", inspection.parameters},
               {"trained_context_tokens", inspection.trainedContextTokens},
               {"license", inspection.license},
               {"chat_template", nullptr},
               {"chat_template_origin", inspection.chatTemplateOrigin},
               {"chat_template_sha256", inspection.chatTemplateSha256},
               {"chat_template_family", inspection.chatTemplateFamily},
               {"chat_template_like_family", inspection.chatTemplateLikeFamily},
               {"chat_template_words", inspection.chatTemplateWords},
               {"metadata", Json::array()},
               {"tensors", Json::array()},
               {"problems", Json::array()}};
  if (inspection.chatTemplate) json["chat_template"] = *inspection.chatTemplate;
  for (const InspectedValue& value : inspection.metadata) {
    json["metadata"].push_back(valueJson(value));
  }
  for (const InspectedTensor& tensor : inspection.tensors) {
    json["tensors"].push_back(tensorJson(tensor));
  }
  for (const Problem& problem : inspection.problems) {
    json["problems"].push_back({{"severity", severityName(problem.severity)},
                                {"sentence", problem.sentence},
                                {"where", problem.where}});
  }
  return json;
}

}  // namespace alcove::formats
