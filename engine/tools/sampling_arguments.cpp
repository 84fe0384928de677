// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/sampling_arguments.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace alcove::tools {
namespace {

std::string readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file.is_open() || file.bad())
    throw Error(ErrorCode::NotFound, fmt::format("The file '{}' cannot be read.", path), path);
  return text;
}

void addCommon(CLI::App& app, sampling::SamplingOptions& sampling) {
  app.add_option("--temp", sampling.temperature,
                 "Temperature; 0 takes the most probable token (default: 0.7)")
      ->type_name("T");
  app.add_option("--top-k", sampling.topK,
                 "Keep the K most probable tokens; 0 keeps all (default: 40)")
      ->type_name("K");
  app.add_option("--top-p", sampling.topP,
                 "Keep the fewest tokens that together reach P (default: 0.95)")
      ->type_name("P");
  app.add_option(
         "--min-p", sampling.minP,
         "Keep tokens with at least this share of the best one's probability (default: 0.05)")
      ->type_name("P");
  app.add_option("--typical-p", sampling.typicalP,
                 "Keep the most typical tokens that together reach P (default: 1, all)")
      ->type_name("P");
  app.add_option("--repetition-penalty", sampling.repetitionPenalty,
                 "Above 1 makes repetition less likely")
      ->type_name("X");
  app.add_option("--seed", sampling.seed, "Same seed, same answer (default: a fresh one)")
      ->type_name("S");
}

void addRare(CLI::App& app, sampling::SamplingOptions& sampling) {
  app.add_option("--xtc-probability", sampling.xtcProbability,
                 "How often top tokens are left out (default: 0, never)")
      ->type_name("P");
  app.add_option("--xtc-threshold", sampling.xtcThreshold,
                 "How probable a token must be to count as one of them (default: 0.1)")
      ->type_name("P");
  app.add_option("--dry-multiplier", sampling.dryMultiplier,
                 "Penalty on tokens that go on with a repetition (default: 0, off)")
      ->type_name("X");
  app.add_option("--dry-base", sampling.dryBase,
                 "How the penalty grows with the repetition's length (default: 1.75)")
      ->type_name("X");
  app.add_option("--dry-allowed-length", sampling.dryAllowedLength,
                 "Shorter repetitions cost nothing (default: 2)")
      ->type_name("N");
  app.add_option("--dry-penalty-last-n", sampling.dryWindow,
                 "How many of the last tokens are searched; -1 all (default: -1)")
      ->type_name("N");
  app.add_option("--mirostat", sampling.mirostat,
                 "2 holds the surprise of the text constant in place of the filters (default: 0)")
      ->type_name("N");
  app.add_option("--mirostat-tau", sampling.mirostatTau,
                 "The surprise in bits for each token (default: 5)")
      ->type_name("X");
  app.add_option("--mirostat-eta", sampling.mirostatEta, "How fast it adapts (default: 0.1)")
      ->type_name("X");
}

}  // namespace

void SamplingArguments::add(Arguments& arguments, sampling::SamplingOptions& sampling) {
  CLI::App& app = arguments.app();
  addCommon(app, sampling);
  addRare(app, sampling);
  CLI::Option* grammarFile =
      app.add_option("--grammar", m_grammarFile, "Hold the answer to the GBNF grammar in this file")
          ->type_name("FILE");
  app.add_option("--json-schema", m_schemaFile,
                 "Hold the answer to JSON that the schema in this file accepts")
      ->type_name("FILE")
      ->excludes(grammarFile);
}

std::shared_ptr<const grammar::Grammar> SamplingArguments::grammar() const {
  if (!m_grammarFile.empty()) return grammar::Grammar::fromGbnf(readFile(m_grammarFile));
  if (m_schemaFile.empty()) return nullptr;
  try {
    return grammar::Grammar::fromJsonSchema(nlohmann::ordered_json::parse(readFile(m_schemaFile)));
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The schema in '{}' is not valid JSON.", m_schemaFile), m_schemaFile);
  }
}

}  // namespace alcove::tools
