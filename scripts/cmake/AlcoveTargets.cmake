# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
# Compiler settings and one helper per kind of target; the other CMake files are lists of files and dependencies.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")  # assertions stay on: a broken invariant must never be silent
find_package(Threads REQUIRED)

add_library(alcove_warnings INTERFACE)
target_compile_options(alcove_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(ALCOVE_SANITIZE)
  add_compile_options(-fsanitize=${ALCOVE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ALCOVE_SANITIZE})
endif()

# alcove_library(NAME SOURCES a.cpp … LINKS lib …): a static library whose headers are seen from the layer's root
# (engine/, app/ …), so that `#include "base/error.h"` works only for those that link it.
function(alcove_library name)
  cmake_parse_arguments(ARG "" "ROOT" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE alcove_warnings ${ARG_PRIVATE_LINKS})
  if(ARG_ROOT)
    target_include_directories(${name} PUBLIC ${ARG_ROOT})
  endif()
endfunction()

# alcove_engine_library(FOLDER …): the library alcove_FOLDER of engine/FOLDER; never sees Qt.
function(alcove_engine_library folder)
  alcove_library(alcove_${folder} ROOT ${PROJECT_SOURCE_DIR}/engine ${ARGN})
  target_include_directories(alcove_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/engine/include)
endfunction()

# alcove_test(NAME SOURCES a_test.cpp … LINKS lib … LABEL unit|golden|e2e|gpu [TIMEOUT s]): one GoogleTest executable,
# one ctest entry. Tests find their data under ALCOVE_SOURCE_DIR (tests/data) and ALCOVE_SHARED_DIR (../shared).
function(alcove_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS;ENVIRONMENT" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} alcove_warnings GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  alcove_register_test(${name} LABEL ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT ${ARG_ENVIRONMENT})
endfunction()

# GoogleTest's last lines where no test ran: such an entry is reported as skipped, not as passed.
set(ALCOVE_ALL_SKIPPED "\\[  PASSED  \\] 0 tests\\.\n(\\[  SKIPPED \\][^\n]*\n)+$")

# alcove_register_test(NAME LABEL l [TIMEOUT s] [ENVIRONMENT k=v …] [COMMAND …]): the ctest entry of an executable.
function(alcove_register_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "ENVIRONMENT;COMMAND" ${ARGN})
  if(NOT ARG_COMMAND)
    set(ARG_COMMAND ${name})
  endif()
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${ARG_COMMAND})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} SKIP_RETURN_CODE 77
    SKIP_REGULAR_EXPRESSION "${ALCOVE_ALL_SKIPPED}"
    ENVIRONMENT "ALCOVE_SOURCE_DIR=${PROJECT_SOURCE_DIR};ALCOVE_SHARED_DIR=${PROJECT_SOURCE_DIR}/../shared;ALCOVE_MODELS_DIR=${PROJECT_SOURCE_DIR}/build/models;ALCOVE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};XDG_CACHE_HOME=${PROJECT_BINARY_DIR}/tests/cache;${ARG_ENVIRONMENT}")
endfunction()
