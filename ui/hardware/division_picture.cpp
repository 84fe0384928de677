// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/division_picture.h"

#include <QCoreApplication>

namespace alcove::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("DivisionPicture", text); }

QList<int> withFile(const QList<int>& devices, const QList<bool>& streamed) {
  QList<int> cells = devices;
  for (qsizetype i = 0; i < cells.size() && i < streamed.size(); ++i)
    if (streamed[i]) cells[i] = kFromFile;
  return cells;
}

// "all 32 layers", "20 of 32 layers"
QString layersInWords(int count, int all) {
  return count == all ? tr("all %1 layers").arg(all) : tr("%1 of %2 layers").arg(count).arg(all);
}

QString partInWords(int count, int all, const QString& whole, const QString& part) {
  if (count == all) return whole;
  return part.arg(count == 1 ? tr("1 layer") : tr("%1 layers").arg(count));
}

}  // namespace

QList<DivisionStrip> divisionStrips(const client::Division& division) {
  if (division.layers.isEmpty()) return {};
  QList<DivisionStrip> strips = {
      {tr("Layers"), withFile(division.layers, division.streamedLayers)}};
  if (division.hasExperts && !division.experts.isEmpty())
    strips.append({tr("Experts"), withFile(division.experts, division.streamedExperts)});
  if (!division.caches.isEmpty()) strips.append({tr("KV cache"), division.caches});
  return strips;
}

QString shareInWords(const client::Division& division, qsizetype device) {
  const int all = int(division.layers.size());
  const int layers = int(division.layers.count(int(device)));
  const int caches = int(division.caches.count(int(device)));
  const int experts = division.hasExperts ? int(division.experts.count(int(device))) : 0;
  QStringList parts;
  if (layers > 0) parts << layersInWords(layers, all);
  if (experts > 0) parts << partInWords(experts, all, tr("all experts"), tr("the experts of %1"));
  if (caches > 0) parts << partInWords(caches, all, tr("the KV cache"), tr("the KV cache of %1"));
  if (division.input == device && device > 0) parts << tr("the look-up of tokens");
  if (division.output == device) parts << tr("the output");
  return parts.isEmpty() ? tr("nothing of this model") : parts.join(QStringLiteral(", "));
}

QString divisionInWords(const client::Division& division) {
  QStringList sentences;
  for (qsizetype i = 0; i < division.devices.size(); ++i)
    sentences << tr("%1: %2.").arg(division.devices[i].name, shareInWords(division, i));
  return sentences.join(u' ');
}

}  // namespace alcove::ui
