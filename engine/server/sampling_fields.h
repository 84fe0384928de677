// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sampling/sampling_options.h"
#include "server/json_reader.h"

namespace alcove::server {

// How a request wants its tokens drawn: OpenAI's fields and ours (docs/api.md). Throws Error
// InvalidArgument or Unsupported.
[[nodiscard]] sampling::SamplingOptions readSamplingFields(const JsonReader& reader);

}  // namespace alcove::server
