# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
# Debian's cross compiler for 64-bit ARM.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++-12)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
