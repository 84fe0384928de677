// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QVariantList>

#include "client/server_types.h"

namespace alcove::ui {

// One kind of block in the picture of the KV cache.
struct CachePart {
  QString kind;  // "used", "shared", "cached", "spilled", "free": Theme has its colour
  QString name;  // for people
  qint64 blocks = 0;
};

// The parts of a cache, in the order of the picture. Parts that no engine of today has (spilled, by
// one without a place for it) are there only with blocks.
[[nodiscard]] QList<CachePart> cacheParts(const client::CacheBlocks& blocks);

// The parts as `count` cells in a row of kinds: as many for each as its share, and at least one for
// each that has blocks at all. Empty if there are no blocks.
[[nodiscard]] QStringList cacheCells(const QList<CachePart>& parts, int count);

}  // namespace alcove::ui
