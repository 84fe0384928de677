// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/weight_packer.h"

#include <alcove/error.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <vector>

#include "backends/cpu/weight_store.h"
#include "cpu/kernel_table.h"

namespace alcove::backends::cpu {

namespace kernel = kernels::cpu;

namespace {

// What a thread takes at once, at least: a large page or so of what follows each other, because two
// threads that touch the same new page first both clear it.
constexpr std::size_t kTakenBytes = std::size_t(2) << 20;

// What a thread reads at once, and packs while it is still in the cache next to its core.
constexpr std::size_t kStagingBytes = std::size_t(128) << 10;

// How many of those the system is told of ahead of their being read.
constexpr std::size_t kTakenAhead = 16;

// Some row groups of one matrix.
struct Piece {
  kernel::ValueType type;
  const std::byte* source;
  std::byte* packed;
  std::size_t rows;
  std::size_t columns;

  [[nodiscard]] std::size_t rowBytes() const { return kernel::sourceRowBytes(type, columns); }
  [[nodiscard]] std::size_t groupBytes() const { return kernel::kGroupRows * rowBytes(); }
  [[nodiscard]] std::size_t bytes() const { return rows * rowBytes(); }
  // The same for `count` rows from `row` on, the first of a group.
  [[nodiscard]] Piece part(std::size_t row, std::size_t count) const {
    return {type, source + row * rowBytes(), packed + kernel::packedBytes(type, row, columns),
            std::min(count, rows - row), columns};
  }
};

// Rows of the whole groups that `bytes` hold, of one group at least.
std::size_t rowsIn(std::size_t bytes, const Piece& piece) {
  return std::max<std::size_t>(1, bytes / piece.groupBytes()) * kernel::kGroupRows;
}

void addPieces(const PackJob& job, std::vector<Piece>& pieces) {
  const PackedSize size(*job.weight);
  Piece matrix{size.type, job.weight->bytes, job.packed, size.rows, size.columns};
  for (std::size_t i = 0; i < size.matrices; ++i) {
    const std::size_t rows = rowsIn(kTakenBytes, matrix);
    for (std::size_t row = 0; row < size.rows; row += rows)
      pieces.push_back(matrix.part(row, rows));
    matrix.source += matrix.bytes();
    matrix.packed += size.matrixBytes;
  }
}

class Packer {
 public:
  Packer(std::span<const PackJob> jobs, const Backend::PrepareHooks& hooks, int threads)
      : m_hooks(hooks), m_staging(std::size_t(threads)) {
    for (const PackJob& job : jobs) addPieces(job, m_pieces);
    std::size_t stagingBytes = kStagingBytes, taken = kTakenBytes;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
      const Piece& piece = m_pieces[i];
      if (taken >= kTakenBytes) {
        m_begins.push_back(i);
        taken = 0;
      }
      taken += piece.bytes();
      m_total += piece.bytes();
      stagingBytes = std::max(stagingBytes, piece.groupBytes());
    }
    m_begins.push_back(m_pieces.size());
    if (hooks.read)
      for (auto& staging : m_staging)
        staging = std::make_unique_for_overwrite<std::byte[]>(stagingBytes);
    for (std::size_t i = 0; i < kTakenAhead; ++i) announce(i);
  }

  // On every thread of the team.
  void work(int thread) noexcept {
    while (!m_stopped.load(std::memory_order_relaxed)) {
      const std::size_t index = m_next.fetch_add(1, std::memory_order_relaxed);
      if (index + 1 >= m_begins.size()) return;
      announce(index + kTakenAhead);
      for (const Piece& piece : taken(index)) {
        pack(piece, m_staging[std::size_t(thread)].get());
        m_done.fetch_add(piece.bytes(), std::memory_order_relaxed);
      }
      if (thread == 0) report();
    }
  }

  // After all of them.
  void finish() {
    if (m_failure) std::rethrow_exception(m_failure);
    if (!m_stopped) report();
    if (m_stopped) throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }

 private:
  [[nodiscard]] std::span<const Piece> taken(std::size_t index) const {
    return std::span(m_pieces).subspan(m_begins[index], m_begins[index + 1] - m_begins[index]);
  }

  void announce(std::size_t index) const noexcept {
    if (!m_hooks.willRead || index + 1 >= m_begins.size()) return;
    for (const Piece& piece : taken(index)) m_hooks.willRead({piece.source, piece.bytes()});
  }

  void pack(const Piece& piece, std::byte* staging) const noexcept {
    const std::size_t rows = rowsIn(kStagingBytes, piece);
    for (std::size_t row = 0; row < piece.rows; row += rows) {
      Piece part = piece.part(row, rows);
      if (m_hooks.read) {
        m_hooks.read({part.source, part.bytes()}, staging);
        part.source = staging;
      }
      kernel::kernels().packRows({part.type, part.source, part.packed, part.rows, part.columns, 0,
                                  kernel::groupCount(part.rows)});
    }
  }

  void report() noexcept {
    try {
      if (m_hooks.onProgress && !m_hooks.onProgress(double(m_done) / double(m_total)))
        m_stopped = true;
    } catch (...) {
      m_failure = std::current_exception();
      m_stopped = true;
    }
  }

  const Backend::PrepareHooks& m_hooks;
  std::vector<Piece> m_pieces;
  std::vector<std::size_t> m_begins;                    // of what threads take at once; and the end
  std::vector<std::unique_ptr<std::byte[]>> m_staging;  // one for each thread
  std::size_t m_total = 0;                              // bytes of the sources
  std::atomic<std::size_t> m_next{0};
  std::atomic<std::size_t> m_done{0};
  std::atomic<bool> m_stopped{false};
  std::exception_ptr m_failure;
};

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

PackedSize::PackedSize(const graph::Weight& weight)
    : type(*kernelType(*weight.desc.type)),
      matrices(weight.desc.shape.rank() == 3 ? std::size_t(weight.desc.shape[0]) : 1),
      rows(std::size_t(weight.desc.shape.rows()) / matrices),
      columns(std::size_t(weight.desc.shape.columns())),
      matrixBytes(aligned(kernel::packedBytes(type, rows, columns))) {}

void packWeights(std::span<const PackJob> jobs, const Backend::PrepareHooks& hooks,
                 base::ThreadPool& pool) {
  if (jobs.empty()) return;
  Packer packer(jobs, hooks, pool.size());
  pool.run([&](int thread) { packer.work(thread); });
  packer.finish();
}

}  // namespace alcove::backends::cpu
