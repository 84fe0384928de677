// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/speed_file.h"

#include <alcove/error.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/atomic_file.h"
#include "base/cache_folder.h"

namespace alcove::runtime {
namespace {

using nlohmann::ordered_json;

constexpr std::uintmax_t kMostBytes = 1 << 20;
constexpr std::int64_t kLongestSeconds = 300;  // that measuring a device takes

ordered_json readAll(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::uintmax_t size = std::filesystem::file_size(path, ignored);
  if (ignored || size > kMostBytes) return ordered_json::object();
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  ordered_json all = ordered_json::parse(text.str(), nullptr, false);
  return all.is_object() ? all : ordered_json::object();
}

// False if it could not be written.
bool write(const std::filesystem::path& path, const std::string& key, const ordered_json& entry) {
  try {
    std::filesystem::create_directories(path.parent_path());
    ordered_json all = readAll(path);
    if (entry.is_null())
      all.erase(key);
    else
      all[key] = entry;
    const std::string text = all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    base::atomicWrite(path, std::as_bytes(std::span(text.data(), text.size())));
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

double positive(const ordered_json& entry, const char* name) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_number()) return 0;
  const double value = found->get<double>();
  return std::isfinite(value) && value > 0 ? value : 0;
}

std::int64_t secondsNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Whether the process that wrote a mark may still be measuring. Numbers of processes are given out
// again, so a mark that is old says nothing.
bool isBeingMeasured(const ordered_json& mark) {
  const auto integer = [&](const char* name) {
    const auto found = mark.find(name);
    return found != mark.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
  };
  const std::int64_t pid = integer("measured_by"), age = secondsNow() - integer("since");
  return pid > 0 && pid <= INT32_MAX && pid != getpid() && kill(pid_t(pid), 0) == 0 && age >= 0 &&
         age < kLongestSeconds;
}

}  // namespace

std::filesystem::path SpeedFile::usualPath() { return base::cacheFolder() / "devices.json"; }

SpeedFile::Entry SpeedFile::find(const std::string& key) const {
  const ordered_json all = readAll(m_path);
  const auto found = all.find(key);
  if (found == all.end() || !found->is_object()) return {};
  Entry entry;
  if (found->contains("measured_by")) {
    entry.state = isBeingMeasured(*found) ? State::Busy : State::Crashed;
    return entry;
  }
  if (const auto problem = found->find("problem"); problem != found->end()) {
    entry.state = State::Failed;
    entry.problem = problem->is_string() ? problem->get<std::string>() : "";
    return entry;
  }
  entry.speed = {positive(*found, "weight_bytes_per_s"), positive(*found, "products_per_s")};
  const bool whole = entry.speed.weightBytesPerS > 0 && entry.speed.productsPerS > 0;
  entry.state = whole ? State::Measured : State::Unknown;
  return entry;
}

SpeedFile::Entry SpeedFile::measure(const std::string& key,
                                    const std::function<DeviceSpeed()>& measure) {
  if (!write(m_path, key, {{"measured_by", getpid()}, {"since", secondsNow()}})) return {};
  Entry entry;
  try {
    entry.speed = measure();
    entry.state = State::Measured;
    (void)write(m_path, key,
                {{"weight_bytes_per_s", entry.speed.weightBytesPerS},
                 {"products_per_s", entry.speed.productsPerS}});
  } catch (const Error& error) {
    const bool cancelled = error.code() == ErrorCode::Cancelled;
    (void)write(m_path, key,
                cancelled ? ordered_json() : ordered_json{{"problem", error.sentence()}});
    if (cancelled) throw;
    entry.state = State::Failed;
    entry.problem = error.sentence();
  } catch (const std::exception& error) {
    entry.state = State::Failed;
    entry.problem = error.what();
    (void)write(m_path, key, {{"problem", entry.problem}});
  }
  return entry;
}

}  // namespace alcove::runtime
