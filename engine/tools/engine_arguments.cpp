// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/engine_arguments.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <charconv>
#include <future>
#include <map>

namespace alcove::tools {
namespace {

constexpr int kMostThreads = 1024;
constexpr std::uint64_t kSpillDiskBytes = 4'000'000'000;

}  // namespace

void EngineArguments::add(Arguments& arguments) {
  arguments.addModel(model);
  CLI::App& app = arguments.app();
  app.add_option("-t,--threads", options.threads,
                 "Threads to compute with (default: the physical cores)")
      ->check(CLI::Range(1, kMostThreads))
      ->type_name("N");
  app.add_option(
         "--device", options.device,
         "Where to run: auto, cpu, vulkan or cuda, which take all cards, or one card: cuda:1 "
         "(default: auto)")
      ->type_name("NAME");
  addBudgets(arguments, options);
  addCacheTypes(arguments, options);
  app.add_flag("--exact", options.exactWeights,
               "Compute with dequantised weights and floats: slow, for comparisons");
  app.add_flag("--deterministic,!--no-deterministic", options.deterministic,
               options.deterministic ? "Results do not depend on how a prompt is cut (default: on)"
                                     : "Answers do not depend on what runs beside them");
}

void addContext(Arguments& arguments, runtime::EngineOptions& options) {
  arguments.app()
      .add_option("-c,--ctx", options.contextTokens,
                  "Context in tokens (default: the model's own, at most 8192)")
      ->type_name("N");
}

void addBudgets(Arguments& arguments, runtime::EngineOptions& options) {
  arguments.app()
      .add_option_function<std::vector<std::string>>(
          "--budget",
          [&options](const std::vector<std::string>& budgets) {
            for (const std::string& text : budgets)
              options.budgets.push_back(runtime::parseBudget(text));
          },
          "How much of a device's memory may be used: \"RTX 4090=20GB\", cuda:1=8GiB, host=16GB; "
          "may be "
          "given several times (default: what is free)")
      ->type_name("DEVICE=SIZE");
}

void addCacheTypes(Arguments& arguments, runtime::EngineOptions& options) {
  CLI::App& app = arguments.app();
  const std::string usual = options.keyType.empty() ? "F16" : options.keyType;
  // First in the list: the other two are read after it, and have the last word.
  app.add_option_function<std::string>(
         "--cache-type,--kv",
         [&options](const std::string& type) { options.keyType = options.valueType = type; },
         "Type of the KV cache: F32, F16, Q8_0 or Q4_0 (default: " + usual + ")")
      ->type_name("TYPE");
  app.add_option("--cache-type-k", options.keyType, "Of K alone")->type_name("TYPE");
  app.add_option("--cache-type-v", options.valueType, "Of V alone")->type_name("TYPE");
}

void addSpillOptions(Arguments& arguments, runtime::EngineOptions& options) {
  CLI::App& app = arguments.app();
  app.add_option(
         "--kv-spill-memory", options.spillMemoryBytes,
         "Memory for parts of the KV cache that have no room in it: 512MB, 2GB (default: 0)")
      ->transform(CLI::AsSizeValue(true))
      ->type_name("SIZE");
  app.add_option("--kv-spill-folder", options.spillFolder,
                 "Keep the KV cache in this folder, for the next run too (default: none)")
      ->type_name("DIR");
  options.spillDiskBytes = kSpillDiskBytes;
  app.add_option("--kv-spill-disk", options.spillDiskBytes,
                 "How much that folder may hold; 0 empties it (default: 4GB)")
      ->transform(CLI::AsSizeValue(true))
      ->type_name("SIZE");
}

void addSpeculationOptions(Arguments& arguments, runtime::EngineOptions& options) {
  static const std::map<std::string, runtime::Speculation> kModes = {
      {"auto", runtime::Speculation::Auto}, {"off", runtime::Speculation::Off}};
  const bool on = options.speculation == runtime::Speculation::Auto;
  arguments.app()
      .add_option("--speculation", options.speculation,
                  fmt::format("Compute several tokens at a time where they can be guessed and that "
                              "is faster: auto or off (default: {})",
                              on ? "auto" : "off"))
      ->transform(CLI::CheckedTransformer(kModes))
      ->type_name("MODE");
  arguments.app()
      .add_option("--draft-model", options.draftModel,
                  "A smaller GGUF model with the same vocabulary that guesses too (default: none)")
      ->type_name("FILE");
}

void addAdapters(Arguments& arguments, std::vector<std::string>& adapters) {
  arguments.app()
      .add_option("--adapter", adapters,
                  "Adapter to add to the model, PEFT's folder or a GGUF file, and how much of it "
                  "(default: 1); repeat for more")
      ->allow_extra_args(false)
      ->type_name("PATH[:SCALE]");
}

void loadAdapters(runtime::Engine& engine, std::span<const std::string> adapters) {
  for (const std::string& named : adapters) {
    std::string path = named;
    float scale = 1;
    // What follows the last colon is a scale if it is a number; names may have colons.
    if (const auto colon = named.rfind(':'); colon != std::string::npos && colon > 0) {
      const char* const end = named.data() + named.size();
      const auto [stop, error] = std::from_chars(named.data() + colon + 1, end, scale);
      if (error == std::errc() && stop == end)
        path.resize(colon);
      else
        scale = 1;
    }
    (void)engine.loadAdapter(path, scale);
  }
}

std::unique_ptr<runtime::Engine> EngineArguments::open() const {
  runtime::EngineOptions chosen = options;
  if (!adapters.empty() && chosen.device == "auto") chosen.device = "cpu";
  auto engine = runtime::Engine::open(model, chosen);
  loadAdapters(*engine, adapters);
  return engine;
}

runtime::GenerationEvent generate(
    runtime::Engine& engine, runtime::GenerationRequest request,
    const std::function<bool(const runtime::GenerationEvent&)>& onEvent) {
  // Shared, because the engine's thread may still be inside set_value() when get() returns.
  const auto ended = std::make_shared<std::promise<runtime::GenerationEvent>>();
  std::future<runtime::GenerationEvent> last = ended->get_future();
  (void)engine.submit(std::move(request), [ended, &onEvent](const runtime::GenerationEvent& event) {
    const bool more = onEvent(event);
    if (event.last) ended->set_value(event);
    return more;
  });
  runtime::GenerationEvent event = last.get();
  if (event.reason == runtime::FinishReason::Failed) throw Error(ErrorCode::Device, event.failure);
  return event;
}

std::vector<runtime::TokenId> parseTokens(const std::string& list) {
  std::vector<runtime::TokenId> tokens;
  const char* at = list.data();
  const char* end = at + list.size();
  while (true) {
    runtime::TokenId token = 0;
    const auto [stop, error] = std::from_chars(at, end, token);
    if (error != std::errc() || (stop != end && *stop != ','))
      throw Error(
          ErrorCode::InvalidArgument,
          fmt::format("Tokens are whole numbers with commas between them; something else is at "
                      "character {}.",
                      at - list.data() + 1));
    tokens.push_back(token);
    if (stop == end) return tokens;
    at = stop + 1;
  }
}

}  // namespace alcove::tools
