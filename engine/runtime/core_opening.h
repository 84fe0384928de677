// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <functional>
#include <memory>

#include "runtime/device_choice.h"
#include "runtime/engine.h"
#include "runtime/engine_core.h"

namespace alcove::runtime {

// Opens a model for an engine, and opens it elsewhere where its device fails. Belongs to the
// engine's thread once that runs.
class CoreOpener {
 public:
  // Whoever waits is told how far it is, 0 … 1; false cancels: Error Cancelled.
  using Progress = std::function<bool(double fraction)>;

  CoreOpener(std::shared_ptr<const formats::GgufFile> file, EngineOptions options);

  // On the device that is asked for; on less of it, where it has less memory than it reports; and
  // on the processor, where it cannot be had. What is said of the device says so. Throws what
  // Engine::open() throws.
  [[nodiscard]] std::unique_ptr<EngineCore> open(const Progress& onProgress);

  // After `failure` of the device, whose core must be gone: with less on it if it had too little
  // memory, else on the processor. The context stays as long as it was. Throws as open().
  [[nodiscard]] std::unique_ptr<EngineCore> reopen(const Error& failure,
                                                   const Progress& onProgress);

 private:
  [[nodiscard]] DeviceChoice choose(const Progress& onProgress) const;
  [[nodiscard]] std::unique_ptr<EngineCore> openOn(const DeviceChoice& device);
  [[nodiscard]] std::unique_ptr<EngineCore> openWithinMemory();

  std::shared_ptr<const formats::GgufFile> m_file;
  EngineOptions m_options;  // onProgress is that of the call
  DeviceChoice m_device;    // the one in use
};

}  // namespace alcove::runtime
