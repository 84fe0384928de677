// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/server/served_engine.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/temporary_folder.h"

extern char** environ;

namespace alcove::test {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);

// One line, or what came of it within `kPatience`.
std::string readLine(int file) {
  std::string line;
  pollfd watched{file, POLLIN, 0};
  char next = 0;
  while (poll(&watched, 1, 10'000) == 1 && read(file, &next, 1) == 1 && next != '\n') line += next;
  return line;
}

}  // namespace

ServedEngine::ServedEngine(const std::vector<std::string>& more) {
  signal(SIGPIPE, SIG_IGN);
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("No pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<std::string> command = {
      (pathFromEnvironment("ALCOVE_BIN_DIR") / "alcove-engine").string(), "serve", "--port", "0",
      "--token-stdin"};
  command.insert(command.end(), more.begin(), more.end());
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const int error = posix_spawn(&m_pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  m_input = in[1];
  m_output = out[0];
  if (error != 0) throw std::runtime_error("Cannot run " + command[0]);
  const std::string line = std::string(kToken) + "\n";
  if (write(m_input, line.data(), line.size()) != ssize_t(line.size()))
    throw std::runtime_error("The engine did not take its token");
  m_address = readLine(m_output);
}

ServedEngine::~ServedEngine() {
  closeStandardInput();
  if (m_pid > 0 && !waitForExit()) {
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
  }
  close(m_output);
}

void ServedEngine::closeStandardInput() {
  if (m_input >= 0) close(m_input);
  m_input = -1;
}

std::optional<int> ServedEngine::waitForExit() {
  int status = 0;
  if (!soon([&] { return waitpid(m_pid, &status, WNOHANG) == m_pid; })) return std::nullopt;
  m_pid = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

httplib::Client ServedEngine::client() const {
  httplib::Client client(m_address);
  client.set_bearer_token_auth(kToken);
  client.set_read_timeout(std::chrono::seconds(120));
  return client;
}

httplib::Result ServedEngine::get(const std::string& path) const { return client().Get(path); }

httplib::Result ServedEngine::post(const std::string& path, const std::string& body) const {
  return client().Post(path, body, "application/json");
}

nlohmann::json ServedEngine::status() const {
  const auto result = get("/alcove/v1/status");
  return result ? nlohmann::json::parse(result->body) : nlohmann::json();
}

std::vector<nlohmann::json> ServedEngine::load(const std::filesystem::path& model) const {
  const nlohmann::json request = {{"path", model.string()}, {"context_tokens", 2048}};
  const auto result = post("/alcove/v1/load", request.dump());
  std::vector<nlohmann::json> events;
  if (!result) return events;
  for (const std::string& line : eventLines(result->body))
    events.push_back(nlohmann::json::parse(line));
  return events;
}

std::vector<std::string> eventLines(const std::string& body) {
  constexpr std::string_view kField = "data: ";
  std::vector<std::string> lines;
  std::istringstream stream(body);
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with(kField)) lines.push_back(line.substr(kField.size()));
  return lines;
}

std::filesystem::path starterModel() {
  return pathFromEnvironment("ALCOVE_MODELS_DIR") / "SmolLM2-135M-Instruct.Q4_1.gguf";
}

bool soon(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace alcove::test
