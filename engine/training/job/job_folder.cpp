// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/job_folder.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "base/atomic_file.h"
#include "formats/json_document.h"

namespace alcove::training {
namespace {

void writeText(const std::filesystem::path& path, const std::string& text) {
  base::atomicWrite(path, std::as_bytes(std::span(text)));
}

// The step of a line of metrics; nothing for one that was cut off.
std::optional<int> stepOf(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("step") || !json["step"].is_number_integer())
    return std::nullopt;
  return json["step"].get<int>();
}

// What a process that was killed had not finished writing.
void removeUnfinished(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> unfinished;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".part")
      unfinished.push_back(entry.path());
  for (const auto& path : unfinished) std::filesystem::remove(path);
}

}  // namespace

JobFolder::JobFolder(std::filesystem::path path) : m_path(std::move(path)) {
  if (!std::filesystem::exists(m_path / "job.json"))
    throw Error(ErrorCode::NotFound, "There is no job.json in this folder, which says what to do.",
                m_path.string());
  m_lock = ::open((m_path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (m_lock < 0)
    throw Error(ErrorCode::Io, "The job's folder cannot be written to.", m_path.string());
  if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(m_lock);
    throw Error(ErrorCode::InvalidArgument, "Another process is working on this job.",
                m_path.string());
  }
  std::filesystem::create_directories(m_path / "checkpoints");
  removeUnfinished(m_path);
  removeUnfinished(m_path / "checkpoints");
}

JobFolder::~JobFolder() { ::close(m_lock); }

JobSettings JobFolder::settings() const {
  const JobSettings settings = settingsFromJson(formats::readJsonFile(m_path / "job.json"), m_path);
  keep(settings);
  return settings;
}

void JobFolder::keep(const JobSettings& settings) const {
  writeText(m_path / "job.json", toJson(settings).dump(2) + "\n");
}

std::filesystem::path JobFolder::checkpoint(int step) const {
  return m_path / "checkpoints" / fmt::format("step-{:08}.safetensors", step);
}

std::filesystem::path JobFolder::bestCheckpoint() const {
  return m_path / "checkpoints" / "best.safetensors";
}

std::vector<std::filesystem::path> JobFolder::checkpoints() const {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(m_path / "checkpoints")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-") && name.ends_with(".safetensors")) paths.push_back(entry.path());
  }
  std::ranges::sort(paths, std::greater());
  return paths;
}

void JobFolder::removeOldCheckpoints(std::size_t kept) const {
  const auto paths = checkpoints();
  for (std::size_t i = kept; i < paths.size(); ++i) std::filesystem::remove(paths[i]);
}

void JobFolder::addMetrics(const nlohmann::ordered_json& line) {
  if (!m_metrics.is_open()) m_metrics.open(metrics(), std::ios::app);
  // A disk that is full costs lines, not the training.
  m_metrics.clear();
  m_metrics << line.dump() << std::endl;
}

void JobFolder::rewindMetrics(int step) {
  m_metrics.close();
  std::ifstream file(metrics());
  std::string kept;
  for (std::string line; std::getline(file, line);) {
    const auto of = stepOf(line);
    if (of && *of <= step) kept += line + "\n";
  }
  writeText(metrics(), kept);
}

}  // namespace alcove::training
