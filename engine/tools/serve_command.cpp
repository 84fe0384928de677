// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>

#include "server/key_store.h"
#include "server/public_listener.h"
#include "server/server.h"
#include "tools/end_watcher.h"
#include "tools/engine_arguments.h"

namespace alcove::tools {
namespace {

constexpr std::size_t kLongestToken = 4096;

// Reads standard input up to the first newline, byte by byte: what follows belongs to nobody.
std::string readToken() {
  std::string token;
  char next = 0;
  while (read(STDIN_FILENO, &next, 1) == 1) {
    if (next == '\n') {
      if (token.empty()) break;
      return token;
    }
    token += next;
    if (token.size() > kLongestToken) break;
  }
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("With --token-stdin, the first line of standard input must be the token, "
                          "of 1 to {} characters.",
                          kLongestToken));
}

constexpr int kNoPort = -1;
constexpr std::chrono::milliseconds kFarewell{500};  // for other programs, when the window is gone

struct ServeOptions {
  std::string model;
  runtime::EngineOptions engine;
  std::vector<std::string> adapters;
  int port = 0;
  bool tokenFromStdin = false;
  int publicPort = kNoPort;
  server::ListenerOptions publicListener;
  std::size_t requests = 256;
  int drainSeconds = 10;
  std::string keys;
  std::string requestLog;
};

int run(int argc, char** argv);

}  // namespace

extern const Command kServeCommand;
const Command kServeCommand = {
    "serve", "Answer over HTTP on 127.0.0.1; the first line printed is the address", run};

namespace {

// The listener for other programs.
void declarePublic(CLI::App& app, ServeOptions& options) {
  app.add_option("--keys", options.keys,
                 "File of keys that open the public listener (see 'alcove-engine keys')")
      ->type_name("FILE");
  app.add_option("--public-port", options.publicPort,
                 "Port of the public listener, or 0 for any free one (default: not started)")
      ->check(CLI::Range(0, 65535))
      ->type_name("N");
  app.add_option("--public-address", options.publicListener.address,
                 "IPv4 address that the public listener takes (default: 127.0.0.1)")
      ->check(CLI::ValidIPV4)
      ->type_name("ADDRESS");
  app.add_option("--public-host", options.publicListener.hosts,
                 "A name by which it may be called; repeat for more")
      ->type_name("NAME");
  app.add_option("--public-origin", options.publicListener.origins,
                 "A web site whose pages may call it, as https://HOST; repeat for more")
      ->type_name("ORIGIN");
  app.add_option("--public-connections", options.publicListener.connections,
                 "Connections that it holds at the same time (default: 512)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  app.add_option("--public-requests", options.requests,
                 "Its requests that run or wait at the same time (default: 256)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  app.add_option("--request-log", options.requestLog,
                 "Append a line of JSON for each request, without what was said")
      ->type_name("FILE");
  app.add_option("--drain", options.drainSeconds,
                 "Seconds that running requests get to finish after SIGTERM (default: 10)")
      ->check(CLI::Range(0, 3600))
      ->type_name("S");
}

void declare(Arguments& arguments, ServeOptions& options) {
  CLI::App& app = arguments.app();
  app.add_option("-m,--model", options.model, "GGUF model file to load first (default: none)")
      ->type_name("FILE");
  app.add_option("--port", options.port, "Port, or 0 for any free one (default: 0)")
      ->check(CLI::Range(0, 65535))
      ->type_name("N");
  app.add_flag(
      "--token-stdin", options.tokenFromStdin,
      "The first line of standard input is the bearer token; end when standard input closes");
  declarePublic(app, options);
  app.add_option("-t,--threads", options.engine.threads,
                 "Threads to compute with (default: the physical cores)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("-c,--ctx", options.engine.contextTokens,
                 "Context in tokens (default: the model's own, at most 8192)")
      ->type_name("N");
  addAdapters(arguments, options.adapters);
  addCacheTypes(arguments, options.engine);
  app.add_flag("--deterministic", options.engine.deterministic,
               "Answers do not depend on what runs beside them");
  addSpillOptions(arguments, options.engine);
  addSpeculationOptions(arguments, options.engine);
  app.add_option(
         "--device", options.engine.device,
         "Where to run: auto, cpu, vulkan or cuda, which take all cards, or one card: cuda:1 "
         "(default: auto)")
      ->type_name("NAME");
}

// Loads before the address is printed: who reads it may ask at once.
void loadFirst(server::ModelHost& host, const ServeOptions& options) {
  runtime::EngineOptions engine = options.engine;
  if (!options.adapters.empty() && engine.device == "auto") engine.device = "cpu";
  const std::uint64_t load = host.startLoad(options.model, engine);
  server::HostStatus status = host.status();
  while (status.load == load && status.state == server::HostState::Loading)
    status = host.waitForChange(status);
  if (status.error) throw *status.error;
  if (status.model) loadAdapters(*status.model->engine, options.adapters);
}

void printAddress(const std::string& address, int port) {
  fmt::print("http://{}:{}\n", address, port);
  std::fflush(stdout);
}

// Everything that one run of `serve` consists of.
class Serving {
 public:
  explicit Serving(const ServeOptions& options)
      : m_options(options), m_services(m_host, options.requests) {
    if (!options.requestLog.empty())
      m_services.log = std::make_unique<server::RequestLog>(options.requestLog);
    if (!options.keys.empty()) {
      m_services.keys = std::make_shared<server::KeyStore>(options.keys);
      m_public = std::make_unique<server::PublicListener>(m_services, options.publicListener);
      m_services.publicListener = m_public.get();
    }
    if (isPublicOnly()) (void)m_services.keys->list();  // nobody could come in: say so now
    server::ListenerOptions owner;
    if (options.tokenFromStdin) owner.token = readToken();
    m_owner = std::make_unique<server::Server>(m_services, owner);
  }

  // Without a token, a listener that may do everything would make the keys useless: then only the
  // public one is there.
  [[nodiscard]] bool isPublicOnly() const {
    return m_options.publicPort != kNoPort && !m_options.tokenFromStdin;
  }

  int run() {
    EndWatcher watcher(m_options.tokenFromStdin,
                       [this](EndWatcher::Reason reason) { end(reason); });
    const int port = isPublicOnly() ? 0 : m_owner->bind(m_options.port);
    try {
      if (!m_options.model.empty()) loadFirst(m_host, m_options);
    } catch (const Error& error) {
      if (m_ended.isSet() && error.code() == ErrorCode::Cancelled) return 0;
      throw;
    }
    if (isPublicOnly()) {
      if (m_ended.isSet()) return 0;
      printAddress(m_options.publicListener.address, m_public->start(m_options.publicPort));
      m_ended.wait();
      return 0;
    }
    printAddress("127.0.0.1", port);
    if (m_options.publicPort != kNoPort)
      printAddress(m_options.publicListener.address, m_public->start(m_options.publicPort));
    m_owner->run();
    m_ended.wait();
    return 0;
  }

 private:
  // A flag that is set once.
  class Flag {
   public:
    void set() {
      const std::lock_guard lock(m_mutex);
      m_set = true;
      m_changed.notify_all();
    }
    bool isSet() {
      const std::lock_guard lock(m_mutex);
      return m_set;
    }
    void wait() {
      std::unique_lock lock(m_mutex);
      m_changed.wait(lock, [this] { return m_set; });
    }

   private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_set = false;
  };

  void end(EndWatcher::Reason reason) {
    const bool windowIsGone = reason == EndWatcher::Reason::StandardInput;
    const std::chrono::milliseconds wanted(1000 * m_options.drainSeconds);
    const std::chrono::milliseconds patience = windowIsGone ? std::min(wanted, kFarewell) : wanted;
    m_host.cancelLoad(m_host.status().load);
    if (windowIsGone) m_owner->stop();  // nobody reads its answers any more
    if (m_public) m_public->stop(patience);
    if (!windowIsGone) m_owner->drain(patience);
    m_ended.set();
  }

  const ServeOptions& m_options;
  server::ModelHost m_host;
  server::Services m_services;
  std::unique_ptr<server::PublicListener> m_public;
  std::unique_ptr<server::Server> m_owner;
  Flag m_ended;
};

int run(int argc, char** argv) {
  ServeOptions options;
  options.publicListener.connections = 512;
  Arguments arguments(kServeCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;
  if (options.publicPort != kNoPort && options.keys.empty())
    throw Error(ErrorCode::InvalidArgument,
                "--public-port needs --keys FILE; make a key with 'alcove-engine keys add'.");
  Serving serving(options);
  return serving.run();
}

}  // namespace
}  // namespace alcove::tools
