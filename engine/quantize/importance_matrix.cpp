// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/importance_matrix.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "formats/gguf_cursor.h"
#include "formats/gguf_file.h"
#include "formats/gguf_writer.h"

namespace alcove::quantize {
namespace {

using formats::GgufFile;
using formats::GgufTensor;

constexpr std::string_view kSums = ".in_sum2";
constexpr std::string_view kCounts = ".counts";

[[noreturn]] void corrupt(std::string sentence, const std::filesystem::path& path) {
  throw Error(ErrorCode::Corrupt, std::move(sentence), path.string());
}

void check(std::string_view name, const ImportanceMatrix::Entry& entry,
           const std::filesystem::path& path) {
  const auto sound = [](double value) { return std::isfinite(value) && value >= 0; };
  if (std::ranges::all_of(entry.sums, sound) && std::ranges::all_of(entry.counts, sound)) return;
  corrupt(fmt::format("The importance of {} holds a value that is negative or not a number.",
                      formats::inQuotes(name)),
          path);
}

std::vector<double> valuesOf(const GgufTensor& tensor, const std::filesystem::path& path) {
  if (tensor.type != &quant::kF32)
    corrupt(fmt::format("The tensor {} is {} and should be F32.", formats::inQuotes(tensor.name),
                        tensor.type->name),
            path);
  std::vector<float> values(tensor.data.size() / sizeof(float));
  tensor.type->decode(tensor.data.data(), values.data(), values.size());
  return {values.begin(), values.end()};
}

ImportanceMatrix readGguf(const GgufFile& file) {
  ImportanceMatrix matrix;
  if (const auto type = file.string("general.type"); type && *type != "imatrix")
    corrupt(fmt::format("This is a file of type {}, not an importance matrix.",
                        formats::inQuotes(*type)),
            file.path());
  if (const auto names = file.strings("imatrix.datasets"))
    matrix.datasets.assign(names->begin(), names->end());
  matrix.chunkCount = std::uint32_t(file.uint("imatrix.chunk_count").value_or(0));
  matrix.chunkTokens = std::uint32_t(file.uint("imatrix.chunk_size").value_or(0));
  for (const GgufTensor& tensor : file.tensors()) {
    if (!tensor.name.ends_with(kSums)) continue;
    const std::string name(tensor.name.substr(0, tensor.name.size() - kSums.size()));
    const GgufTensor* const counts = file.findTensor(name + std::string(kCounts));
    if (!counts)
      corrupt(fmt::format("The importance of {} has no counts.", formats::inQuotes(name)),
              file.path());
    ImportanceMatrix::Entry entry = {valuesOf(tensor, file.path()), valuesOf(*counts, file.path())};
    if (entry.counts.size() != tensor.rows())
      corrupt(fmt::format("The importance of {} has {} rows but {} counts.",
                          formats::inQuotes(name), tensor.rows(), entry.counts.size()),
              file.path());
    check(name, entry, file.path());
    matrix.entries.emplace(name, std::move(entry));
  }
  return matrix;
}

// The older format: a count of entries, then for each its name, the number of chunks, and the means
// times that number; then perhaps the number of chunks and the name of the text. All numbers are 32
// bits wide; experts lie one after the other and share the count.
ImportanceMatrix readLegacy(const base::MappedFile& file) {
  formats::GgufCursor cursor(file.bytes());
  const auto text = [&](std::string_view what) {
    const auto size = cursor.read<std::uint32_t>(what);
    const auto bytes = cursor.take(size, what);
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  ImportanceMatrix matrix;
  const auto entries = cursor.read<std::uint32_t>("the number of entries");
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::string name = text("the name of an entry");
    ImportanceMatrix::Entry entry;
    entry.counts = {double(cursor.read<std::uint32_t>("the count of an entry"))};
    const std::uint64_t count = cursor.read<std::uint32_t>("the size of an entry");
    const auto bytes = cursor.take(count * sizeof(float), "the values of an entry");
    std::vector<float> values(count);
    quant::kF32.decode(bytes.data(), values.data(), count);
    entry.sums.assign(values.begin(), values.end());
    check(name, entry, file.path());
    matrix.entries.emplace(name, std::move(entry));
  }
  if (cursor.remaining() > 0) {
    matrix.chunkCount = cursor.read<std::uint32_t>("the number of chunks");
    if (cursor.remaining() > 0) matrix.datasets = {text("the name of the text")};
  }
  return matrix;
}

}  // namespace

std::vector<float> ImportanceMatrix::Entry::means(std::uint64_t matrix,
                                                  std::uint64_t matrices) const {
  ALCOVE_ASSERT(matrix < matrices && sums.size() % matrices == 0);
  const std::size_t columns = sums.size() / matrices;
  std::vector<float> result(columns, 1.0f);
  const double count = counts.size() == 1 ? counts[0] : counts[matrix];
  if (count == 0) return result;
  for (std::size_t i = 0; i < columns; ++i) result[i] = float(sums[matrix * columns + i] / count);
  return result;
}

ImportanceMatrix readImportanceMatrix(const std::filesystem::path& path) {
  ImportanceMatrix matrix;
  const auto file = base::MappedFile::open(path);
  static constexpr std::string_view kMagic = "GGUF";
  const bool gguf = file->bytes().size() >= kMagic.size() &&
                    std::memcmp(file->bytes().data(), kMagic.data(), kMagic.size()) == 0;
  try {
    matrix = gguf ? readGguf(*GgufFile::open(path)) : readLegacy(*file);
  } catch (const Error& error) {
    if (gguf || error.code() != ErrorCode::Corrupt) throw;
    throw Error(ErrorCode::Corrupt,
                fmt::format("This is no importance matrix, neither GGUF nor the older format: {}",
                            error.sentence()),
                path.string());
  }
  if (matrix.entries.empty()) corrupt("The importance matrix has no entries.", path);
  return matrix;
}

void writeImportanceMatrix(const ImportanceMatrix& matrix, const std::filesystem::path& path) {
  formats::GgufWriter writer(path);
  writer.setString("general.type", "imatrix");
  writer.setStrings("imatrix.datasets", matrix.datasets);
  writer.setUint32("imatrix.chunk_count", matrix.chunkCount);
  writer.setUint32("imatrix.chunk_size", matrix.chunkTokens);
  for (const auto& [name, entry] : matrix.entries) {
    const std::uint64_t matrices = entry.counts.size();
    const std::uint64_t sums[] = {entry.sums.size() / matrices, matrices}, counts[] = {1, matrices};
    writer.addTensor(name + std::string(kSums), quant::kF32, sums);
    writer.addTensor(name + std::string(kCounts), quant::kF32, counts);
  }
  writer.beginData();
  for (const auto& [name, entry] : matrix.entries) {
    for (const std::vector<double>* values : {&entry.sums, &entry.counts}) {
      const std::vector<float> floats(values->begin(), values->end());
      writer.write(std::as_bytes(std::span(floats)));
    }
  }
  writer.commit();
}

}  // namespace alcove::quantize
