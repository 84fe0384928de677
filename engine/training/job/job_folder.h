// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "training/job/job_settings.h"

namespace alcove::training {

// A job as it lies on disk: job.json (what to do), examples.safetensors (what it is learning from),
// checkpoints/, metrics.jsonl (a line for each step and evaluation) and adapter/ (the result). One
// process at a time has it.
class JobFolder {
 public:
  // Throws Error NotFound (no folder, or no job.json in it), Io or InvalidArgument if another
  // process has it.
  explicit JobFolder(std::filesystem::path path);
  ~JobFolder();
  JobFolder(const JobFolder&) = delete;
  JobFolder& operator=(const JobFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  [[nodiscard]] std::filesystem::path examples() const { return m_path / "examples.safetensors"; }
  [[nodiscard]] std::filesystem::path adapter() const { return m_path / "adapter"; }

  // Reads job.json and writes it again with every default.
  [[nodiscard]] JobSettings settings() const;
  // Writes what was settled later than that.
  void keep(const JobSettings& settings) const;

  [[nodiscard]] std::filesystem::path checkpoint(int step) const;
  [[nodiscard]] std::filesystem::path bestCheckpoint() const;
  // Of all checkpoints of steps, the newest first.
  [[nodiscard]] std::vector<std::filesystem::path> checkpoints() const;
  // Leaves the newest `kept` of them.
  void removeOldCheckpoints(std::size_t kept) const;

  // Appends a line to metrics.jsonl, which is written through at once.
  void addMetrics(const nlohmann::ordered_json& line);
  // Drops lines of later steps: those that were taken after the checkpoint that the job goes on
  // from.
  void rewindMetrics(int step);

 private:
  [[nodiscard]] std::filesystem::path metrics() const { return m_path / "metrics.jsonl"; }

  std::filesystem::path m_path;
  int m_lock = -1;
  std::ofstream m_metrics;
};

}  // namespace alcove::training
