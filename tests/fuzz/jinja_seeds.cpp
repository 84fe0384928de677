// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Writes one file per case of tests/cases/chat and per built-in template into a folder.
#include <cstdio>
#include <filesystem>
#include <string>

#include "chat/model_template.h"
#include "support/temporary_folder.h"

namespace {

// "=== title", template, "==> input", JSON, "==> text" …: the title and the result are left out.
int writeCases(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const std::string file = "\n" + alcove::test::readFile(path);
  int count = 0;
  std::size_t at = file.find("\n=== ");
  while (at != std::string::npos) {
    const std::size_t next = file.find("\n=== ", at + 1);
    const std::string part = file.substr(at + 1, next - at - 1);
    const std::size_t from = part.find('\n') + 1;
    const std::size_t to = part.find("\n==> ", part.find("\n==> input\n") + 1);
    alcove::test::writeFile(folder / (path.stem().string() + std::to_string(count++)),
                            part.substr(from, to - from));
    at = next;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "Usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ALCOVE_CASES)) {
    if (entry.path().extension() == ".case") count += writeCases(entry.path(), folder);
  }
  for (const auto& row : alcove::chat::builtinTemplates()) {
    const alcove::chat::ModelTemplate found{std::string(row.source), "built-in", row.bos};
    alcove::test::writeFile(folder / ("builtin" + std::to_string(count++)),
                            alcove::chat::completeSource(found, true));
  }
  std::printf("%d seeds.\n", count);
  return count > 0 ? 0 : 1;
}
