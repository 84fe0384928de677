// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

// Stands in for CUDA's header of this name where device code is compiled as plain C++, so that the
// kernels, and the engine's backend on top of them, run in tests where there is no card.
#include <cuda_on_cpu/device_functions.h>
#include <cuda_on_cpu/runtime_api.h>
#include <cuda_on_cpu/vector_types.h>
