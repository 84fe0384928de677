// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <httplib.h>
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace alcove::test {

// One running `alcove-engine serve --port 0 --token-stdin` of this build, killed if it still runs
// when this object goes.
class ServedEngine {
 public:
  static constexpr const char* kToken = "a-token-of-the-tests-2f6c";

  // `more` follows on its command line.
  explicit ServedEngine(const std::vector<std::string>& more = {});
  ~ServedEngine();
  ServedEngine(const ServedEngine&) = delete;
  ServedEngine& operator=(const ServedEngine&) = delete;

  [[nodiscard]] pid_t pid() const { return m_pid; }
  [[nodiscard]] const std::string& address() const { return m_address; }
  void closeStandardInput();
  // The exit code (128 + n after signal n), or nothing if it still runs after ten seconds.
  std::optional<int> waitForExit();

  // A connection with the token, patient enough for a whole answer.
  [[nodiscard]] httplib::Client client() const;
  httplib::Result get(const std::string& path) const;
  httplib::Result post(const std::string& path, const std::string& body) const;
  [[nodiscard]] nlohmann::json status() const;
  // The events of a load, in order.
  std::vector<nlohmann::json> load(const std::filesystem::path& model) const;

 private:
  pid_t m_pid = -1;
  int m_input = -1;
  int m_output = -1;
  std::string m_address;
};

// The `data:` lines of an event stream.
[[nodiscard]] std::vector<std::string> eventLines(const std::string& body);

// Where the starter model should be; tests that need it skip when it is not there.
[[nodiscard]] std::filesystem::path starterModel();

// Asks until it holds; false if it does not within ten seconds.
[[nodiscard]] bool soon(const std::function<bool()>& holds);

}  // namespace alcove::test
