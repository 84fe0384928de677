// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "training/data/make_example.h"

namespace alcove::training {

// A conversation as toExample() makes it an example. The template is asked, not read: for each
// answer the messages before it are rendered as a prompt, which must be the beginning of the whole,
// and what follows there, up to the end of the turn, must be what the assistant says. Throws what
// toExample() throws.
[[nodiscard]] Example scoredConversation(const Record& record, const ChatTools& tools);

}  // namespace alcove::training
