// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "adapters/lora.h"
#include "models/adapter.h"

namespace alcove::adapters {

// The adapter as graphs of its base take it. Cheap for plain LoRA; a DoRA reads every adapted
// weight once, for the lengths of its rows. Throws Error Corrupt (the base's file is damaged).
[[nodiscard]] std::shared_ptr<const models::Adapter> bindAdapter(const LoraAdapter& adapter,
                                                                 const BaseLayers& base);

}  // namespace alcove::adapters
