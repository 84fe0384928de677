// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_file.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "formats/gguf_header.h"
#include "formats/gguf_lookup.h"

namespace alcove::formats {

struct GgufFile::State {
  std::shared_ptr<const base::MappedFile> file;
  GgufHeader header;
  std::vector<GgufTensor> tensors;
  std::vector<std::uint32_t> tensorsByName;

  [[nodiscard]] GgufLookup values() const { return {header, file->path().string()}; }

  void read() {
    const auto bytes = file->bytes();
    header.read(bytes);
    tensors.reserve(header.infos.size());
    for (const GgufTensorInfo& info : header.infos) {
      tensors.push_back(resolveTensor(info, header, bytes));
    }
    tensorsByName = sortByName(tensors);
    checkOverlaps(tensors);
    header.infos = {};
  }
};

GgufFile::GgufFile() : m_state(std::make_unique<State>()) {}
GgufFile::~GgufFile() = default;

std::shared_ptr<const GgufFile> GgufFile::open(const std::filesystem::path& path) {
  std::shared_ptr<GgufFile> result(new GgufFile);
  State& state = *result->m_state;
  state.file = base::MappedFile::open(path);
  try {
    state.read();
  } catch (const Error& error) {
    // A file that was cut while it was read looks corrupt; say what really happened.
    state.file->verifySize();
    const std::string where = error.context().empty() ? "" : ", " + error.context();
    throw Error(error.code(), error.sentence(), path.string() + where);
  }
  state.file->verifySize();
  return result;
}

const std::filesystem::path& GgufFile::path() const { return m_state->file->path(); }
std::uint32_t GgufFile::version() const { return m_state->header.version; }
std::uint64_t GgufFile::sizeBytes() const { return m_state->file->bytes().size(); }
const base::MappedFile& GgufFile::file() const { return *m_state->file; }

std::span<const std::pair<std::string_view, GgufValue>> GgufFile::metadata() const {
  return m_state->header.metadata;
}

std::span<const GgufTensor> GgufFile::tensors() const { return m_state->tensors; }

const GgufValue* GgufFile::find(std::string_view key) const {
  return findValue(m_state->header, key);
}

const GgufTensor* GgufFile::findTensor(std::string_view name) const {
  const auto& order = m_state->tensorsByName;
  const auto found = std::lower_bound(
      order.begin(), order.end(), name,
      [this](std::uint32_t i, std::string_view n) { return m_state->tensors[i].name < n; });
  if (found == order.end() || m_state->tensors[*found].name != name) return nullptr;
  return &m_state->tensors[*found];
}

std::optional<std::string_view> GgufFile::string(std::string_view key) const {
  return m_state->values().string(key);
}

std::optional<std::uint64_t> GgufFile::uint(std::string_view key) const {
  return m_state->values().uint(key);
}

std::optional<double> GgufFile::number(std::string_view key) const {
  return m_state->values().number(key);
}

std::optional<bool> GgufFile::boolean(std::string_view key) const {
  return m_state->values().boolean(key);
}

std::optional<std::vector<std::string_view>> GgufFile::strings(std::string_view key) const {
  return m_state->values().strings(key);
}

std::optional<std::vector<std::int64_t>> GgufFile::ints(std::string_view key) const {
  return m_state->values().ints(key);
}

std::optional<std::vector<float>> GgufFile::floats(std::string_view key) const {
  return m_state->values().floats(key);
}

}  // namespace alcove::formats
