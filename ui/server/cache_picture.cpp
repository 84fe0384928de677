// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/cache_picture.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace alcove::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("CachePicture", text); }

}  // namespace

QList<CachePart> cacheParts(const client::CacheBlocks& blocks) {
  const qint64 shared = std::min(blocks.shared, blocks.used);
  const qint64 spilled = blocks.spilledMemory + blocks.spilledDisk;
  const qint64 free = std::max<qint64>(0, blocks.total - blocks.used - blocks.cached);
  QList<CachePart> parts = {
      {QStringLiteral("used"), tr("In use"), blocks.used - shared},
      {QStringLiteral("shared"), tr("Shared by requests"), shared},
      {QStringLiteral("cached"), tr("Kept for later"), blocks.cached},
      {QStringLiteral("free"), tr("Free"), free},
  };
  if (spilled > 0) parts.append({QStringLiteral("spilled"), tr("Moved out"), spilled});
  return parts;
}

QStringList cacheCells(const QList<CachePart>& parts, int count) {
  const qint64 total =
      std::accumulate(parts.begin(), parts.end(), qint64(0),
                      [](qint64 sum, const CachePart& part) { return sum + part.blocks; });
  if (total == 0) return {};
  QList<int> cells;
  for (const CachePart& part : parts) {
    const double exact = double(part.blocks) * count / double(total);
    cells << (part.blocks == 0 ? 0 : std::max(1, int(std::lround(exact))));
  }
  // Rounding is paid by the largest part, where one cell more or less is not seen.
  const auto largest = std::max_element(cells.begin(), cells.end());
  *largest += count - std::accumulate(cells.begin(), cells.end(), 0);
  QStringList kinds;
  for (qsizetype i = 0; i < parts.size(); ++i)
    for (int cell = 0; cell < cells[i]; ++cell) kinds << parts[i].kind;
  return kinds;
}

}  // namespace alcove::ui
