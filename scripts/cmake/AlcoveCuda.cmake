# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
# Whether the CUDA module is built: where nvcc is found. scripts/setup --cuda puts one into build/cuda.

set(ALCOVE_CUDA AUTO CACHE STRING "Build the CUDA module: AUTO (where nvcc is found), ON or OFF")
set(ALCOVE_CUDA_ARCHITECTURES 75-real 80-real 86-real 89-real 90-real 100-real 120 CACHE STRING
  "Compute capabilities that it has code for; the last one also as an intermediate form for later cards")
set(wanted ${ALCOVE_CUDA})
set(ALCOVE_CUDA OFF)
if(wanted AND NOT ALCOVE_SANITIZE)
  find_program(ALCOVE_NVCC nvcc
    HINTS ${PROJECT_SOURCE_DIR}/build/cuda/nvidia/cu13/bin ENV CUDA_PATH PATHS /usr/local/cuda/bin /opt/cuda/bin PATH_SUFFIXES bin)
  if(ALCOVE_NVCC)
    set(CMAKE_CUDA_COMPILER ${ALCOVE_NVCC})
    set(CMAKE_CUDA_ARCHITECTURES ${ALCOVE_CUDA_ARCHITECTURES})
    set(CMAKE_CUDA_FLAGS_RELWITHDEBINFO "-O3")  # debug information of host code is of no use here
    if(CMAKE_CXX_COMPILER_LAUNCHER)
      set(CMAKE_CUDA_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
    endif()
    enable_language(CUDA)
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)  # which CMake 3.25 does not know of nvcc
    set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
    set(ALCOVE_CUDA ON)
  elseif(wanted STREQUAL ON)
    message(FATAL_ERROR "ALCOVE_CUDA is ON, and there is no nvcc; scripts/setup --cuda installs it")
  else()
    message(STATUS "nvcc is missing: no CUDA module")
  endif()
endif()
