// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <cstdio>
#include <string>
#include <utility>

namespace alcove::base {
namespace {

const char* levelName(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "";
}

void writeToStderr(LogLevel level, std::string_view area, std::string_view line) {
  if (level < LogLevel::Warning) return;
  // One call, so that lines of several threads do not mix.
  std::string text = levelName(level);
  text.append(": ").append(area).append(": ").append(line).append("\n");
  std::fwrite(text.data(), 1, text.size(), stderr);
}

LogSink& currentSink() {
  static LogSink sink = writeToStderr;
  return sink;
}

}  // namespace

void setLogSink(LogSink sink) { currentSink() = sink ? std::move(sink) : LogSink(writeToStderr); }

void log(LogLevel level, std::string_view area, std::string_view line) {
  currentSink()(level, area, line);
}

}  // namespace alcove::base
