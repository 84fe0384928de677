// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alcove::training {

// Something in a text that a model should not learn to say.
struct SensitiveText {
  const char* kind = "";  // "secret" or "personal_data"
  const char* what = "";  // "an e-mail address", …
  std::string masked;     // enough of it to be found again, never all of it
};

// Keys of services in the shapes that these give them, and blocks of private keys.
[[nodiscard]] std::vector<SensitiveText> findSecrets(std::string_view text);

// E-mail addresses, numbers of telephones, of bank accounts (IBAN, ISO 13616, checked by its
// digits) and of cards (ISO 7812, checked by Luhn's rule).
[[nodiscard]] std::vector<SensitiveText> findPersonalData(std::string_view text);

// Its first characters and how many follow: "sk-p… (51 characters)".
[[nodiscard]] std::string masked(std::string_view text);

}  // namespace alcove::training
