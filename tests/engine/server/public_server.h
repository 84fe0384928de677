// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/server/served_engine.h"
#include "support/temporary_folder.h"

namespace alcove::test {

// A running engine with a file of keys, and its public server as other programs see it.
class PublicServer {
 public:
  explicit PublicServer(const std::vector<std::string>& more = {});

  // Starts it on a free port.
  void start();
  [[nodiscard]] const std::string& address() const { return m_address; }
  // A connection to it without a key.
  [[nodiscard]] httplib::Client client() const;
  // The status of a GET with these headers; 0 if there was no answer.
  [[nodiscard]] int status(const std::string& path, const httplib::Headers& headers = {}) const;
  // The object that makes of a key of these scopes: with "id" and "key".
  [[nodiscard]] nlohmann::json makeKey(const std::vector<std::string>& scopes) const;
  // GET /alcove/v1/server
  [[nodiscard]] nlohmann::json state() const;

  [[nodiscard]] ServedEngine& engine() { return m_engine; }
  [[nodiscard]] const TemporaryFolder& folder() const { return m_folder; }

 private:
  TemporaryFolder m_folder;
  ServedEngine m_engine;
  std::string m_address;
};

[[nodiscard]] std::pair<std::string, std::string> bearer(const nlohmann::json& key);

}  // namespace alcove::test
