// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/training/data/data_cases.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::test {
namespace {

void endPart(DataCase& item, const std::string& name) {
  if (name.empty()) return;
  std::string& part = item.parts[name];
  if (part.ends_with('\n')) part.pop_back();
  const auto escaped = item.setup.value("escaped", nlohmann::json::array());
  if (std::find(escaped.begin(), escaped.end(), name) != escaped.end())
    part = nlohmann::json::parse('"' + part + '"').get<std::string>();
}

}  // namespace

std::vector<DataCase> readDataCases(const std::string& name) {
  std::ifstream file(std::filesystem::path(ALCOVE_CASES) / name);
  if (!file) throw std::runtime_error("no file " + name);
  std::vector<DataCase> cases;
  std::string line, part, setup;
  while (std::getline(file, line)) {
    if (line.starts_with("=== ")) {
      if (!cases.empty()) endPart(cases.back(), part);
      cases.push_back({line.substr(4), nlohmann::json::object(), {}});
      part.clear();
      setup.clear();
    } else if (cases.empty()) {
      continue;  // what the file says about itself
    } else if (line.starts_with("==> ")) {
      endPart(cases.back(), part);
      if (part.empty() && !setup.empty()) cases.back().setup = nlohmann::json::parse(setup);
      part = line.substr(4);
      cases.back().parts[part];
    } else if (part.empty()) {
      setup += line + '\n';
    } else {
      cases.back().parts[part] += line + '\n';
    }
  }
  if (!cases.empty()) endPart(cases.back(), part);
  return cases;
}

training::ChatTools littleTools(const std::string& chatTemplate) {
  const TemporaryFolder folder;
  GgufBuilder model = littleModel();
  if (!chatTemplate.empty()) model.set(stringValue("tokenizer.chat_template", chatTemplate));
  return training::chatToolsOf(*formats::GgufFile::open(folder.write("m.gguf", model.build())));
}

std::string findingLines(const training::Findings& findings) {
  std::string lines;
  for (const training::Finding& finding : findings.listed())
    lines += fmt::format("{}{} {} {}: {}", lines.empty() ? "" : "\n",
                         training::severityName(finding.severity), finding.kind, finding.line,
                         finding.sentence);
  return lines;
}

std::string markedText(const training::Example& example, const training::ChatTools& tools) {
  std::string text;
  bool isScored = false;
  for (std::size_t i = 0; i < example.tokens.size(); ++i) {
    if (bool(example.scored[i]) != isScored) text += isScored ? "⟧" : "⟦";
    isScored = example.scored[i] != 0;
    text += tools.tokenizer->bytes(example.tokens[i]);
  }
  return text + (isScored ? "⟧" : "");
}

}  // namespace alcove::test
