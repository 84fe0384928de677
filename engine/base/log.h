// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace alcove::base {

enum class LogLevel { Debug, Info, Warning, Error };

// Where log lines go. The default writes warnings and errors to stderr. Set once at start, before
// other threads run; `sink` may then be called from any thread. An empty sink is the default again.
using LogSink = std::function<void(LogLevel level, std::string_view area, std::string_view line)>;
void setLogSink(LogSink sink);

// `area` is the folder that speaks ("formats", "runtime").
void log(LogLevel level, std::string_view area, std::string_view line);

}  // namespace alcove::base
