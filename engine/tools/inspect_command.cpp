// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "chat/template_review.h"
#include "formats/inspect.h"
#include "tools/arguments.h"

namespace alcove::tools {
namespace {

using formats::Inspection;
using formats::Severity;

std::string orUnknown(const std::string& text) { return text.empty() ? "unknown" : text; }

void printTemplate(const Inspection& model) {
  fmt::print("Chat template {}\n", model.chatTemplateOrigin);
  if (model.chatTemplateSha256.empty()) return;
  fmt::print("              SHA-256 {}\n", model.chatTemplateSha256);
  if (!model.chatTemplateFamily.empty()) {
    fmt::print("              renders {} the built-in {}\n",
               model.chatTemplateLikeFamily ? "as" : "differently from", model.chatTemplateFamily);
  }
  if (!model.chatTemplateWords.empty()) {
    fmt::print("              says by itself: \"{}\"\n", model.chatTemplateWords);
  }
}

void printText(const Inspection& model) {
  constexpr double kMiB = 1024 * 1024;
  constexpr double kMillion = 1e6;
  fmt::print("File          {}\n", model.path);
  fmt::print("Format        {} version {}, {:.1f} MiB\n", model.format, model.version,
             double(model.fileBytes) / kMiB);
  fmt::print("Name          {}\n", orUnknown(model.name));
  fmt::print("Architecture  {}\n", orUnknown(model.architecture));
  fmt::print("Weights       {}, {:.1f} million parameters in {} tensors\n",
             orUnknown(model.weightsType), double(model.parameters) / kMillion,
             model.tensors.size());
  fmt::print("Context       {} tokens\n", model.trainedContextTokens);
  fmt::print("Licence       {}\n", orUnknown(model.license));
  printTemplate(model);
  fmt::print("Problems      {}\n", model.problems.empty() ? "none" : "");
  for (const formats::Problem& problem : model.problems) {
    fmt::print("  {}: {}{}\n", formats::severityName(problem.severity), problem.sentence,
               problem.where.empty() ? "" : " (" + problem.where + ")");
  }
}

int run(int argc, char** argv);

}  // namespace

extern const Command kInspectCommand;
const Command kInspectCommand = {
    "inspect", "Show what a model file holds, and every problem found in it", run};

namespace {

// A file with errors is shown as far as it can be read, and still counts as a failure.
int reportErrors(const Inspection& model) {
  const auto found = std::find_if(
      model.problems.begin(), model.problems.end(),
      [](const formats::Problem& problem) { return problem.severity == Severity::Error; });
  if (found == model.problems.end()) return 0;
  std::fflush(stdout);
  fmt::print(stderr, "alcove-engine: {} ({}{})\n", found->sentence, model.path,
             found->where.empty() ? "" : ", " + found->where);
  return 1;
}

int run(int argc, char** argv) {
  std::string path;
  bool json = false;
  bool allWeights = false;
  Arguments arguments(kInspectCommand);
  arguments.addModel(path);
  arguments.addJson(json);
  arguments.app().add_flag("--all-weights", allWeights,
                           "Check every weight for NaN and infinity, not a sample");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  formats::InspectOptions options;
  if (allWeights) options.weights = formats::WeightCheck::All;
  Inspection model = formats::inspect(path, options);
  chat::reviewTemplate(model);
  if (json) {
    fmt::print("{}\n", formats::toJson(model).dump(2));
  } else {
    printText(model);
  }
  return reportErrors(model);
}

}  // namespace
}  // namespace alcove::tools
