// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#define VOLK_IMPLEMENTATION
#include <volk.h>
