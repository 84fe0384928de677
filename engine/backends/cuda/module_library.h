// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "cuda/module.h"

namespace alcove::backends::cuda {

// The CUDA module (kernels/cuda/module.h), opened while the program runs. Stays open as long as
// somebody holds it. Safe to call from any thread.
class ModuleLibrary {
 public:
  // The one that ALCOVE_CUDA_MODULE in the environment names, or else the one that lies beside the
  // program or in ../lib/alcove. Throws Error Device, with the reason as a sentence, if there is
  // none, or none that fits this program.
  [[nodiscard]] static std::shared_ptr<const ModuleLibrary> open();
  [[nodiscard]] static std::shared_ptr<const ModuleLibrary> open(const std::filesystem::path& file);
  ~ModuleLibrary();
  ModuleLibrary(const ModuleLibrary&) = delete;
  ModuleLibrary& operator=(const ModuleLibrary&) = delete;

  [[nodiscard]] const kernels::cuda::Module& functions() const { return *m_functions; }

 private:
  explicit ModuleLibrary(const std::filesystem::path& file);

  void* m_handle = nullptr;
  const kernels::cuda::Module* m_functions = nullptr;
};

}  // namespace alcove::backends::cuda
