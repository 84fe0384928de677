// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "formats/utf8.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "training/data/check_data.h"
#include "training/data/data_format.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kDatasetCommand;
const Command kDatasetCommand = {"dataset", "Check data for fine-tuning, as a model would read it",
                                 run};

namespace {

// The example's text with ⟦brackets⟧ around what is learnt.
std::string markedText(const training::Example& example, const tokenizer::Tokenizer& tokenizer) {
  std::string text;
  bool isScored = false;
  for (std::size_t i = 0; i < example.tokens.size(); ++i) {
    if (bool(example.scored[i]) != isScored) {
      text += isScored ? "⟧" : "⟦";
      isScored = !isScored;
    }
    text += tokenizer.bytes(example.tokens[i]);
  }
  if (isScored) text += "⟧";
  return formats::toUtf8(text);
}

void show(const training::ExampleSet& set, const training::DataSet& data, std::size_t count,
          const tokenizer::Tokenizer& tokenizer) {
  for (std::size_t i = 0; i < std::min(count, set.examples.size()); ++i) {
    const training::Example& example = set.examples[i];
    const training::Record& record = data.records[set.records[i]];
    fmt::print("Example {} ({}:{}, {} tokens, {} learnt):\n{}\n\n", i + 1,
               data.files[record.file].path, record.line, example.tokens.size(),
               std::ranges::count(example.scored, 1), markedText(example, tokenizer));
  }
}

nlohmann::ordered_json shownJson(const training::ExampleSet& set, const training::DataSet& data,
                                 std::size_t count, const tokenizer::Tokenizer& tokenizer) {
  auto list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < std::min(count, set.examples.size()); ++i) {
    const training::Example& example = set.examples[i];
    const training::Record& record = data.records[set.records[i]];
    list.push_back({{"file", formats::toUtf8(data.files[record.file].path)},
                    {"line", record.line},
                    {"tokens", example.tokens},
                    {"scored", example.scored},
                    {"text", markedText(example, tokenizer)}});
  }
  return list;
}

std::string formatNames() {
  std::string names;
  for (const training::DataFormat& format : training::dataFormats())
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

struct Choices {
  std::string model;
  std::vector<std::string> paths, heldOut;
  training::DataOptions options;
  training::CheckOptions check;
  std::size_t shown = 0;
  bool json = false;
};

std::optional<int> parse(int argc, char** argv, Choices& choices) {
  Arguments arguments(kDatasetCommand);
  arguments.addModel(choices.model);
  auto& app = arguments.app();
  app.add_option("data", choices.paths, "Files of data, or folders of such")
      ->required()
      ->type_name("DATA");
  app.add_option("--held-out", choices.heldOut,
                 "File of examples to measure by, instead of some of the data")
      ->type_name("FILE")
      ->take_all()
      ->expected(1);
  app.add_option("--held-out-share", choices.check.heldOutShare,
                 "Share of the data to hold out (default: 0.1)")
      ->check(CLI::Range(0.0, 0.9))
      ->type_name("SHARE");
  app.add_option("--max-tokens", choices.check.limits.maxTokens,
                 "Tokens behind which an example is cut (default: 2048)")
      ->check(CLI::Range(std::size_t(2), std::size_t(1) << 24))
      ->type_name("N");
  app.add_option("--format", choices.options.format,
                 fmt::format("Format of the data: {} (default: recognised)", formatNames()))
      ->type_name("NAME");
  app.add_option("--show", choices.shown, "Show the first examples, ⟦what is learnt⟧ marked")
      ->type_name("K");
  arguments.addJson(choices.json);
  return arguments.parse(argc, argv);
}

training::DataSet read(const std::vector<std::string>& names,
                       const training::DataOptions& options) {
  const std::vector<std::filesystem::path> paths(names.begin(), names.end());
  return training::readDataSet(paths, options);
}

int run(int argc, char** argv) {
  Choices choices;
  if (const auto exitCode = parse(argc, argv, choices)) return *exitCode;
  const training::ChatTools tools = training::chatToolsOf(*formats::GgufFile::open(choices.model));
  training::DataSet data = read(choices.paths, choices.options);
  std::optional<training::DataSet> heldOut;
  if (!choices.heldOut.empty()) heldOut = read(choices.heldOut, choices.options);
  const training::CheckedData checked =
      training::checkData(std::move(data), std::move(heldOut), tools, choices.check);
  if (choices.json) {
    auto report = training::reportJson(checked.report);
    if (choices.shown > 0)
      report["examples"] =
          shownJson(checked.training, checked.data, choices.shown, *tools.tokenizer);
    std::puts(report.dump(2).c_str());
  } else {
    show(checked.training, checked.data, choices.shown, *tools.tokenizer);
    const std::string text = training::reportText(checked.report);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return checked.report.canTrain() ? 0 : 1;
}

}  // namespace
}  // namespace alcove::tools
