// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/data_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "formats/utf8.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;

ordered_json filesJson(const std::vector<DataFile>& files) {
  ordered_json list = ordered_json::array();
  for (const DataFile& file : files)
    list.push_back({{"path", formats::toUtf8(file.path)},
                    {"format", file.format},
                    {"records", file.records},
                    {"malformed_rows", file.malformedRows}});
  return list;
}

ordered_json tokensJson(const TokenStatistics& tokens) {
  ordered_json bins = ordered_json::array();
  for (const TokenStatistics::Bin& bin : tokens.histogram)
    bins.push_back({{"from", bin.from}, {"to", bin.to}, {"count", bin.count}});
  return {{"count", tokens.count}, {"total", tokens.total},   {"scored", tokens.scored},
          {"min", tokens.min},     {"median", tokens.median}, {"p95", tokens.p95},
          {"max", tokens.max},     {"histogram", bins}};
}

void appendFiles(std::string& text, const std::vector<DataFile>& files, const char* what) {
  for (const DataFile& file : files) {
    text += fmt::format("{}{}: {}, {} example{}", file.path, what, file.format, file.records,
                        file.records == 1 ? "" : "s");
    if (file.malformedRows > 0)
      text += fmt::format(", {} malformed row{}", file.malformedRows,
                          file.malformedRows == 1 ? "" : "s");
    text += '\n';
  }
}

void appendTokens(std::string& text, const DataReport& report) {
  constexpr std::size_t kBarCharacters = 40;
  const TokenStatistics& tokens = report.tokens;
  if (tokens.count == 0) return;
  text += fmt::format(
      "Tokens of an example: {} to {}, median {}, 95 % have at most {}; {} in all, {} of them "
      "learnt. Examples are cut after {}.\n",
      tokens.min, tokens.max, tokens.median, tokens.p95, tokens.total, tokens.scored,
      report.maxTokens);
  std::size_t most = 1;
  for (const TokenStatistics::Bin& bin : tokens.histogram) most = std::max(most, bin.count);
  for (const TokenStatistics::Bin& bin : tokens.histogram) {
    const std::size_t bar = (bin.count * kBarCharacters + most - 1) / most;
    const std::string row =
        fmt::format("{:>7} – {:<7} {} {}", bin.from, bin.to, std::string(bar, '#'), bin.count);
    text += row + '\n';
  }
}

void appendFindings(std::string& text, const Findings& findings) {
  constexpr std::size_t kListedOfKind = 10;  // JSON has more
  std::map<std::string, std::size_t> listed;
  for (const Severity severity : {Severity::Stops, Severity::Warning, Severity::Note})
    for (const Finding& finding : findings.listed()) {
      if (finding.severity != severity || ++listed[finding.kind] > kListedOfKind) continue;
      text += severity == Severity::Stops     ? "Stops: "
              : severity == Severity::Warning ? "Warning: "
                                              : "Note: ";
      text += finding.file;
      if (finding.line > 0) text += fmt::format(":{}", finding.line);
      if (!finding.file.empty()) text += ": ";
      text += finding.sentence + '\n';
      if (listed[finding.kind] == kListedOfKind && findings.count(finding.kind) > kListedOfKind)
        text += fmt::format("… and {} more of this kind.\n",
                            findings.count(finding.kind) - kListedOfKind);
    }
}

}  // namespace

ordered_json reportJson(const DataReport& report) {
  ordered_json findings = ordered_json::array();
  for (const Finding& finding : report.findings.listed())
    findings.push_back({{"severity", severityName(finding.severity)},
                        {"kind", finding.kind},
                        {"file", formats::toUtf8(finding.file)},
                        {"line", finding.line},
                        {"sentence", formats::toUtf8(finding.sentence)}});
  return {{"can_train", report.canTrain()},
          {"template", report.templateOrigin},
          {"max_tokens", report.maxTokens},
          {"files", filesJson(report.files)},
          {"held_out_files", filesJson(report.heldOutFiles)},
          {"records", report.records},
          {"training_examples", report.training},
          {"held_out_examples", report.heldOut},
          {"tokens", tokensJson(report.tokens)},
          {"counts", report.findings.counts()},
          {"findings", findings}};
}

std::string reportText(const DataReport& report) {
  std::string text;
  appendFiles(text, report.files, "");
  appendFiles(text, report.heldOutFiles, " (held out)");
  text += fmt::format("Examples: {} to train on, {} held out. Chat template: {}.\n",
                      report.training, report.heldOut, report.templateOrigin);
  appendTokens(text, report);
  appendFindings(text, report.findings);
  text += report.canTrain() ? "The model can be trained on this.\n"
                            : "The model cannot be trained on this.\n";
  return formats::toUtf8(text);
}

}  // namespace alcove::training
