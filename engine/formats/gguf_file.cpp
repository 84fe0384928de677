// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_file.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "formats/gguf_header.h"
#include "formats/gguf_lookup.h"
#include "formats/gguf_parts.h"

namespace alcove::formats {

namespace {

// Runs a step of reading a file so that its errors name the file.
template <class Step>
void inFile(const base::MappedFile& file, Step&& step) {
  try {
    step();
  } catch (const Error& error) {
    // A file that was cut while it was read looks corrupt; say what really happened.
    file.verifySize();
    const std::string where = error.context().empty() ? "" : ", " + error.context();
    throw Error(error.code(), error.sentence(), file.path().string() + where);
  }
}

}  // namespace

struct GgufFile::State {
  std::filesystem::path path;  // that was opened
  // One; or all parts of a split model in order, the first with the model's metadata.
  std::vector<std::shared_ptr<const base::MappedFile>> files;
  std::vector<GgufHeader> headers;
  std::vector<GgufTensor> tensors;
  std::vector<std::uint32_t> tensorsByName;

  [[nodiscard]] GgufLookup values() const { return {headers.front(), path.string()}; }

  // Where in which file `bytes` lie; no file if in none.
  struct Place {
    const base::MappedFile* file = nullptr;
    std::size_t offset = 0;
  };
  [[nodiscard]] Place find(std::span<const std::byte> bytes) const noexcept {
    for (const auto& file : files) {
      const auto all = file->bytes();
      const auto begin = std::uintptr_t(bytes.data()) - std::uintptr_t(all.data());
      if (begin < all.size() && bytes.size() <= all.size() - begin) return {file.get(), begin};
    }
    return {};
  }

  void read() {
    open(path);
    const GgufSplit split = headers.front().split;
    if (split.count > 1) {
      std::vector<std::filesystem::path> paths;
      inFile(*files.front(), [&] { paths = partPaths(path, split); });
      files.clear();
      headers.clear();
      for (const auto& part : paths) open(part);
    }
    for (std::size_t i = 0; i < files.size(); ++i) inFile(*files[i], [&] { resolve(i); });
    inFile(*files.front(), [&] {
      checkTotal(tensors.size(), headers.front().split);
      tensorsByName = sortByName(tensors);
    });
  }

 private:
  void open(const std::filesystem::path& part) {
    files.push_back(base::MappedFile::open(part));
    headers.emplace_back();
    inFile(*files.back(), [&] {
      headers.back().read(files.back()->bytes());
      if (headers.size() > 1) checkPart(headers.back(), headers.size() - 1, headers.front());
    });
  }

  void resolve(std::size_t part) {
    GgufHeader& header = headers[part];
    if (part == 0 && files.size() > 1) checkPart(header, 0, header);
    const std::size_t first = tensors.size();
    tensors.reserve(first + header.infos.size());
    for (const GgufTensorInfo& info : header.infos) {
      tensors.push_back(resolveTensor(info, header, files[part]->bytes()));
    }
    checkOverlaps(std::span(tensors).subspan(first));
    header.infos = {};
  }
};

GgufFile::GgufFile() : m_state(std::make_unique<State>()) {}
GgufFile::~GgufFile() = default;

std::shared_ptr<const GgufFile> GgufFile::open(const std::filesystem::path& path) {
  std::shared_ptr<GgufFile> result(new GgufFile);
  result->m_state->path = path;
  result->m_state->read();
  result->verifySize();
  return result;
}

const std::filesystem::path& GgufFile::path() const { return m_state->path; }
std::uint32_t GgufFile::version() const { return m_state->headers.front().version; }

std::uint64_t GgufFile::sizeBytes() const {
  std::uint64_t bytes = 0;
  for (const auto& file : m_state->files) bytes += file->bytes().size();
  return bytes;
}

std::span<const std::shared_ptr<const base::MappedFile>> GgufFile::files() const {
  return m_state->files;
}

void GgufFile::verifySize() const {
  for (const auto& file : m_state->files) file->verifySize();
}

void GgufFile::willNeed(std::span<const std::byte> bytes) const noexcept {
  const State::Place place = m_state->find(bytes);
  if (place.file) place.file->willNeed(place.offset, bytes.size());
}

void GgufFile::read(std::span<const std::byte> bytes, std::byte* destination) const noexcept {
  const State::Place place = m_state->find(bytes);
  if (place.file)
    place.file->read(place.offset, {destination, bytes.size()});
  else
    std::memcpy(destination, bytes.data(), bytes.size());
}

void GgufFile::release(std::span<const std::byte> bytes) const noexcept {
  const State::Place place = m_state->find(bytes);
  if (place.file) place.file->release(place.offset, bytes.size());
}

std::span<const std::pair<std::string_view, GgufValue>> GgufFile::metadata() const {
  return m_state->headers.front().metadata;
}

std::span<const GgufTensor> GgufFile::tensors() const { return m_state->tensors; }

const GgufValue* GgufFile::find(std::string_view key) const {
  return findValue(m_state->headers.front(), key);
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
