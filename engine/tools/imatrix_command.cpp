// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "quantize/importance_collector.h"
#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/job_progress.h"
#include "tools/text_chunks.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kImatrixCommand;
const Command kImatrixCommand = {
    "imatrix", "Measure over a text which columns of a model's weights matter most", run};

namespace {

// Matrices of which some expert never saw a token: the text says nothing about it.
std::size_t partlySeen(const quantize::ImportanceMatrix& matrix) {
  return std::size_t(std::ranges::count_if(matrix.entries, [](const auto& entry) {
    return std::ranges::find(entry.second.counts, 0.0) != entry.second.counts.end();
  }));
}

int run(int argc, char** argv) {
  EngineArguments engineArguments;
  std::string path;
  std::string out;
  std::size_t mostChunks = 0;
  bool json = false;
  Arguments arguments(kImatrixCommand);
  engineArguments.options.contextTokens = 512;
  engineArguments.options.device = "cpu";
  engineArguments.add(arguments);
  engineArguments.addContext(arguments);
  arguments.addJson(json);
  CLI::App& app = arguments.app();
  app.add_option("-f,--file", path, "Text like what the model will be used for")
      ->required()
      ->type_name("FILE");
  app.add_option("-o,--out", out, "File for the importance matrix, GGUF")
      ->required()
      ->type_name("FILE");
  app.add_option("--chunks", mostChunks, "Read this many chunks only (default: all)")
      ->type_name("N");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  quantize::ImportanceCollector collector;
  engineArguments.options.observer = &collector;
  const auto engine = engineArguments.open();
  const TextChunks text(*engine, path, mostChunks, ChunkStart::AsModelWants);
  JobProgress progress("Measuring");
  for (std::size_t i = 0; i < text.count(); ++i) {
    progress(i, text.count());
    (void)engine->logits(text.chunk(i), 1);
  }
  quantize::ImportanceMatrix& matrix = collector.matrix();
  matrix.datasets = {std::filesystem::path(path).filename().string()};
  matrix.chunkCount = std::uint32_t(text.count());
  matrix.chunkTokens = std::uint32_t(text.chunkTokens());
  quantize::writeImportanceMatrix(matrix, out);
  progress(text.count(), text.count());
  const std::size_t partial = partlySeen(matrix);
  if (json) {
    fmt::print("{}\n", server::jsonText({{"out", out},
                                         {"entries", matrix.entries.size()},
                                         {"partly_seen_entries", partial},
                                         {"chunks", text.count()},
                                         {"context_tokens", text.chunkTokens()}}));
    return 0;
  }
  fmt::print("{}: {} weight matrices over {} chunks of {} tokens\n", out, matrix.entries.size(),
             text.count(), text.chunkTokens());
  if (partial > 0)
    fmt::print(
        "In {} of them there are experts that the text never reached; a longer text would "
        "help.\n",
        partial);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
