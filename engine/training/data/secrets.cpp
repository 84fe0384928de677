// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "training/data/sensitive_text.h"

namespace alcove::training {
namespace {

// A key: a beginning that its service gives it, then so many characters of an alphabet.
struct KeyShape {
  std::string_view begins;
  std::size_t fewest;        // characters behind the beginning
  std::string_view further;  // of the alphabet beside letters and digits
  const char* what;
};

std::span<const KeyShape> keyShapes() {
  static constexpr KeyShape kShapes[] = {
      {"sk-", 20, "-_", "an API key"},           {"sk_live_", 16, "", "a key of Stripe"},
      {"rk_live_", 16, "", "a key of Stripe"},   {"AKIA", 16, "", "an access key of AWS"},
      {"ASIA", 16, "", "an access key of AWS"},  {"AIza", 35, "-_", "an API key of Google"},
      {"ghp_", 36, "", "a token of GitHub"},     {"gho_", 36, "", "a token of GitHub"},
      {"ghs_", 36, "", "a token of GitHub"},     {"github_pat_", 22, "_", "a token of GitHub"},
      {"glpat-", 20, "-_", "a token of GitLab"}, {"hf_", 30, "", "a token of Hugging Face"},
      {"xoxb-", 20, "-", "a token of Slack"},    {"xoxp-", 20, "-", "a token of Slack"},
      {"npm_", 36, "", "a token of npm"},
  };
  return kShapes;
}

bool isLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::size_t runEnd(std::string_view text, std::size_t from, std::string_view further) {
  while (from < text.size() &&
         (isLetterOrDigit(text[from]) || further.find(text[from]) != std::string_view::npos))
    ++from;
  return from;
}

// Words in a row are no key: one has digits or both cases in it.
bool looksRandom(std::string_view key) {
  const bool digit = std::ranges::any_of(key, [](char c) { return c >= '0' && c <= '9'; });
  const bool letter = std::ranges::any_of(
      key, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return digit && letter;
}

void findKeys(std::string_view text, const KeyShape& shape, std::vector<SensitiveText>& found) {
  for (std::size_t at = text.find(shape.begins); at != std::string_view::npos;
       at = text.find(shape.begins, at + 1)) {
    if (at > 0 && isLetterOrDigit(text[at - 1])) continue;
    const std::size_t first = at + shape.begins.size();
    const std::size_t end = runEnd(text, first, shape.further);
    if (end - first < shape.fewest || !looksRandom(text.substr(first, end - first))) continue;
    found.push_back({"secret", shape.what, masked(text.substr(at, end - at))});
    at = end - 1;
  }
}

// Three parts of base64 with dots between, the first of which begins as {" does.
void findWebTokens(std::string_view text, std::vector<SensitiveText>& found) {
  for (std::size_t at = text.find("eyJ"); at != std::string_view::npos;
       at = text.find("eyJ", at + 1)) {
    if (at > 0 && isLetterOrDigit(text[at - 1])) continue;
    const std::size_t header = runEnd(text, at, "-_");
    if (header - at < 10 || !text.substr(header).starts_with(".eyJ")) continue;
    const std::size_t payload = runEnd(text, header + 1, "-_");
    if (payload >= text.size() || text[payload] != '.') continue;
    const std::size_t end = runEnd(text, payload + 1, "-_");
    if (end - payload < 10) continue;
    found.push_back({"secret", "a web token (JWT)", masked(text.substr(at, end - at))});
    at = end - 1;
  }
}

void findPrivateKeys(std::string_view text, std::vector<SensitiveText>& found) {
  constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "PRIVATE KEY";
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos;
       at = text.find(kBegin, at + 1)) {
    const std::string_view title = text.substr(at + kBegin.size(), 40);
    const std::size_t close = title.find("-----");
    if (close == std::string_view::npos ||
        title.substr(0, close).find(kEnd) == std::string_view::npos)
      continue;
    found.push_back({"secret", "a private key",
                     std::string(kBegin) + std::string(title.substr(0, close)) + "-----…"});
  }
}

}  // namespace

std::string masked(std::string_view text) {
  constexpr std::size_t kShown = 4;
  const std::size_t shown = std::min(kShown, text.size() / 3);
  return fmt::format("{}… ({} characters)", text.substr(0, shown), text.size());
}

std::vector<SensitiveText> findSecrets(std::string_view text) {
  std::vector<SensitiveText> found;
  for (const KeyShape& shape : keyShapes()) findKeys(text, shape, found);
  findWebTokens(text, found);
  findPrivateKeys(text, found);
  return found;
}

}  // namespace alcove::training
