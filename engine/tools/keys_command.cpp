// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "server/key_store.h"
#include "tools/arguments.h"

namespace alcove::tools {
namespace {

struct KeysOptions {
  std::string file;
  std::string name;
  std::vector<std::string> scopes = {"chat", "embeddings", "read"};
  std::string id;
};

int run(int argc, char** argv);

}  // namespace

extern const Command kKeysCommand;
const Command kKeysCommand = {"keys", "Make, list and remove the keys of the public server", run};

namespace {

std::vector<server::Scope> scopesOf(const std::vector<std::string>& names) {
  std::vector<server::Scope> scopes;
  for (const std::string& name : names) {
    const auto scope = server::findKeyScope(name);
    if (!scope)
      throw Error(
          ErrorCode::InvalidArgument,
          fmt::format("'{}' is no scope; there are chat, embeddings, read and metrics.", name));
    scopes.push_back(*scope);
  }
  return scopes;
}

std::string scopeNames(const server::AccessKey& key) {
  std::vector<const char*> names;
  for (const server::Scope scope : key.scopes) names.push_back(server::scopeName(scope));
  return fmt::format("{}", fmt::join(names, ","));
}

void list(server::KeyStore& keys) {
  for (const server::AccessKey& key : keys.list())
    fmt::print("{}  {:%Y-%m-%d}  {:32}  {}\n", key.id, fmt::gmtime(std::time_t(key.created)),
               scopeNames(key), key.name);
}

void add(server::KeyStore& keys, const KeysOptions& options) {
  const server::NewKey made = keys.add(options.name, scopesOf(options.scopes));
  // The key alone on standard output, so that a script can take it.
  fmt::print(stderr, "Key {} for '{}' ({}). It is shown this once:\n", made.entry.id,
             made.entry.name, scopeNames(made.entry));
  fmt::print("{}\n", made.secret);
}

int run(int argc, char** argv) {
  KeysOptions options;
  Arguments arguments(kKeysCommand);
  CLI::App& app = arguments.app();
  app.add_option("--keys", options.file, "File of keys; 'add' makes it if there is none")
      ->required()
      ->type_name("FILE");
  CLI::App* listing = app.add_subcommand("list", "The keys: id, day, scopes, name");
  CLI::App* adding = app.add_subcommand("add", "Make a key, and show it this once");
  adding->add_option("name", options.name, "Who or what it is for")->required()->type_name("NAME");
  adding
      ->add_option("--scope", options.scopes,
                   "What it may do: chat, embeddings, read, metrics; repeat for more (default: all "
                   "but metrics)")
      ->type_name("SCOPE");
  CLI::App* removing = app.add_subcommand("remove", "From now on this key opens nothing");
  removing->add_option("id", options.id, "As 'list' shows it")->required()->type_name("ID");
  app.require_subcommand(1);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  server::KeyStore keys(options.file);
  if (listing->parsed()) list(keys);
  if (adding->parsed()) add(keys, options);
  if (removing->parsed()) (void)keys.remove(options.id);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
