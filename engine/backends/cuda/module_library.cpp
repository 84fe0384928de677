// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/module_library.h"

#include <alcove/error.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>

namespace alcove::backends::cuda {
namespace {

namespace fs = std::filesystem;
namespace kernel = kernels::cuda;

constexpr const char* kFileName = "alcove_cuda.so";

fs::path findModule() {
  if (const char* named = std::getenv("ALCOVE_CUDA_MODULE"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& file : {folder / kFileName, folder / "../lib/alcove" / kFileName})
    if (fs::is_regular_file(file, error)) return file;
  throw Error(ErrorCode::Device, "This installation of Alcove has no CUDA module.");
}

}  // namespace

ModuleLibrary::ModuleLibrary(const fs::path& file) {
  // NVIDIA's run time is not made for being unloaded.
  m_handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (m_handle == nullptr)
    throw Error(ErrorCode::Device, fmt::format("The CUDA module cannot be opened: {}.", dlerror()),
                file.string());
  const auto give =
      reinterpret_cast<kernel::ModuleFunction>(dlsym(m_handle, kernel::kModuleSymbol));
  if (give != nullptr) m_functions = give();
  if (m_functions != nullptr && m_functions->version == kernel::kModuleVersion &&
      m_functions->bytes == sizeof(kernel::Module))
    return;
  const std::string what = m_functions == nullptr
                               ? "is something else"
                               : fmt::format("is of version {}, and this program needs version {}",
                                             m_functions->version, kernel::kModuleVersion);
  dlclose(m_handle);
  throw Error(ErrorCode::Device,
              fmt::format("The CUDA module '{}' {}; install Alcove again.", file.string(), what),
              file.string());
}

ModuleLibrary::~ModuleLibrary() { dlclose(m_handle); }

std::shared_ptr<const ModuleLibrary> ModuleLibrary::open(const fs::path& file) {
  return std::shared_ptr<const ModuleLibrary>(new ModuleLibrary(file));
}

std::shared_ptr<const ModuleLibrary> ModuleLibrary::open() { return open(findModule()); }

}  // namespace alcove::backends::cuda
