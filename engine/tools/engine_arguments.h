// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine.h"
#include "tools/arguments.h"

namespace alcove::tools {

// --cache-type, --cache-type-k, --cache-type-v. What `options` holds before is the default.
void addCacheTypes(Arguments& arguments, runtime::EngineOptions& options);

// --ctx
void addContext(Arguments& arguments, runtime::EngineOptions& options);

// --budget
void addBudgets(Arguments& arguments, runtime::EngineOptions& options);

// --kv-spill-memory, --kv-spill-folder, --kv-spill-disk
void addSpillOptions(Arguments& arguments, runtime::EngineOptions& options);

// --speculation, --draft-model. What `options` holds before is the default.
void addSpeculationOptions(Arguments& arguments, runtime::EngineOptions& options);

// --adapter PATH[:SCALE], repeatable.
void addAdapters(Arguments& arguments, std::vector<std::string>& adapters);
// Loads those that were named so, each at its scale. Throws what Engine::loadAdapter() throws, and
// InvalidArgument.
void loadAdapters(runtime::Engine& engine, std::span<const std::string> adapters);

// The options of every command that runs a model: which one, and how it is loaded.
struct EngineArguments {
  std::string model;
  runtime::EngineOptions options;
  std::vector<std::string> adapters;

  // --model, --threads, --device, --budget, --cache-type, --exact. What `options` holds before is
  // the default.
  void add(Arguments& arguments);
  // addContext()
  void addContext(Arguments& arguments) { tools::addContext(arguments, options); }
  // tools::addAdapters()
  void addAdapters(Arguments& arguments) { tools::addAdapters(arguments, adapters); }
  // addSpillOptions()
  void addSpill(Arguments& arguments) { addSpillOptions(arguments, options); }

  // With the adapters; a model that is to have some goes to the processor, unless it was said
  // otherwise. Throws what Engine::open() and loadAdapters() throw.
  [[nodiscard]] std::unique_ptr<runtime::Engine> open() const;
};

// Runs `request` to its end on this thread and returns the last event; `onEvent` gets every event
// on the engine's thread and may say false to stop. Throws Error if the answer failed.
[[nodiscard]] runtime::GenerationEvent generate(
    runtime::Engine& engine, runtime::GenerationRequest request,
    const std::function<bool(const runtime::GenerationEvent&)>& onEvent);

// "1,2,3" as token ids. Throws Error InvalidArgument, naming what is no id.
[[nodiscard]] std::vector<runtime::TokenId> parseTokens(const std::string& list);

}  // namespace alcove::tools
