// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::tokenizer {

// Unicode's White_Space property (PropList.txt of the Unicode character database).
[[nodiscard]] bool isWhiteSpace(char32_t c) noexcept;

// The ideographs that BERT's tokenizer takes as words of their own, by its published ranges; the
// reading of tokenizer.json that models are used with begins extension E at U+2B920.
[[nodiscard]] bool isIdeograph(char32_t c) noexcept;

// Unicode's categories Cc, Cf and Co.
[[nodiscard]] bool isOther(char32_t c) noexcept;

// Unicode's punctuation categories, and all of ASCII that is neither letter, digit nor space.
[[nodiscard]] bool isPunctuation(char32_t c) noexcept;

[[nodiscard]] bool isNonspacingMark(char32_t c) noexcept;

}  // namespace alcove::tokenizer
