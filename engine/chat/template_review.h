// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/inspect.h"

namespace alcove::chat {

// Adds to an inspection what a person should know about the model's chat template: its hash, the
// family's built-in one and whether both render a short conversation alike, and the words that it
// says to the model by itself, which could be instructions that nobody asked for. A template that
// cannot be read or asks for too much becomes a problem of the inspection. Never throws for what
// is in the file.
void reviewTemplate(formats::Inspection& inspection);

}  // namespace alcove::chat
