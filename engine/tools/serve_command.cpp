// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "server/server.h"
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

// Watches for what ends the server: SIGTERM, SIGINT and, if asked to, the end of standard input.
// Calls `onEnd` once, from its own thread. Signals must be blocked before other threads start.
class EndWatcher {
 public:
  EndWatcher(bool watchStdin, std::function<void()> onEnd)
      : m_signals(openSignals()), m_quit(eventfd(0, EFD_CLOEXEC)) {
    m_thread =
        std::thread([this, watchStdin, onEnd = std::move(onEnd)] { watch(watchStdin, onEnd); });
  }
  ~EndWatcher() {
    const std::uint64_t one = 1;
    // An eventfd that counts to one cannot be full.
    (void)!write(m_quit, &one, sizeof one);
    m_thread.join();
    close(m_quit);
    close(m_signals);
  }
  EndWatcher(const EndWatcher&) = delete;
  EndWatcher& operator=(const EndWatcher&) = delete;

  static sigset_t endSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
  }

 private:
  static int openSignals() {
    const sigset_t set = endSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return signalfd(-1, &set, SFD_CLOEXEC);
  }

  void watch(bool watchStdin, const std::function<void()>& onEnd) {
    pollfd entries[] = {
        {m_quit, POLLIN, 0}, {m_signals, POLLIN, 0}, {watchStdin ? STDIN_FILENO : -1, POLLIN, 0}};
    while (true) {
      if (poll(entries, 3, -1) < 0) continue;
      if (entries[0].revents != 0) return;
      if (entries[1].revents != 0) break;
      char ignored[256];
      if (entries[2].revents != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) break;
    }
    onEnd();
  }

  int m_signals;
  int m_quit;
  std::thread m_thread;
};

struct ServeOptions {
  std::string model;
  runtime::EngineOptions engine;
  int port = 0;
  bool tokenFromStdin = false;
};

int run(int argc, char** argv);

}  // namespace

extern const Command kServeCommand;
const Command kServeCommand = {
    "serve", "Answer over HTTP on 127.0.0.1; the first line printed is the address", run};

namespace {

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
  app.add_option("-t,--threads", options.engine.threads,
                 "Threads to compute with (default: the physical cores)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("-c,--ctx", options.engine.contextTokens,
                 "Context in tokens (default: the model's own, at most 8192)")
      ->type_name("N");
  app.add_option("--device", options.engine.device, "Where to run: auto or cpu (default: auto)")
      ->type_name("NAME");
}

// Loads before the address is printed: who reads it may ask at once.
void loadFirst(server::ModelHost& host, const ServeOptions& options) {
  const std::uint64_t load = host.startLoad(options.model, options.engine);
  server::HostStatus status = host.status();
  while (status.load == load && status.state == server::HostState::Loading)
    status = host.waitForChange(status);
  if (status.error) throw *status.error;
}

int run(int argc, char** argv) {
  ServeOptions options;
  Arguments arguments(kServeCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const std::string token = options.tokenFromStdin ? readToken() : std::string();
  server::ModelHost host;
  server::Server server(host, token);
  std::atomic<bool> ended{false};
  EndWatcher watcher(options.tokenFromStdin, [&] {
    ended = true;
    host.cancelLoad(host.status().load);
    server.stop();
  });
  const int port = server.bind(options.port);
  try {
    if (!options.model.empty()) loadFirst(host, options);
  } catch (const Error& error) {
    if (ended && error.code() == ErrorCode::Cancelled) return 0;
    throw;
  }
  fmt::print("http://127.0.0.1:{}\n", port);
  std::fflush(stdout);
  server.run();
  return 0;
}

}  // namespace
}  // namespace alcove::tools
