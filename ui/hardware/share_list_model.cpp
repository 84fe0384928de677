// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/share_list_model.h"

#include <algorithm>

#include "components/words.h"
#include "hardware/division_picture.h"

namespace alcove::ui {
namespace {

QString partsText(const client::DivisionShare& share) {
  QStringList parts;
  if (share.weightsBytes > 0)
    parts << ShareListModel::tr("Weights %1").arg(bytesInWords(share.weightsBytes));
  if (share.cacheBytes > 0)
    parts << ShareListModel::tr("KV cache %1").arg(bytesInWords(share.cacheBytes));
  if (share.workBytes > 0)
    parts << ShareListModel::tr("work %1").arg(bytesInWords(share.workBytes));
  return parts.join(QStringLiteral(" · "));
}

double part(qint64 bytes, qint64 of) {
  return of > 0 ? std::clamp(double(bytes) / double(of), 0.0, 1.0) : 0.0;
}

}  // namespace

void ShareListModel::show(const client::Division& division, const client::DeviceList& devices,
                          const QVariantMap& budgets) {
  const auto isSame = [](const client::DivisionShare& a, const client::DivisionShare& b) {
    return a.key() == b.key();
  };
  const bool same = std::equal(m_division.devices.begin(), m_division.devices.end(),
                               division.devices.begin(), division.devices.end(), isSame);
  if (!same) beginResetModel();
  m_division = division;
  m_devices = devices;
  m_budgets = budgets;
  if (same) {
    if (count() > 0) emit dataChanged(index(0), index(count() - 1));
    return;
  }
  endResetModel();
  emit countChanged();
}

void ShareListModel::setBudgets(const QVariantMap& budgets) {
  m_budgets = budgets;
  if (count() > 0)
    emit dataChanged(index(0), index(count() - 1), {BudgetRole, BudgetTextRole, AutomaticRole});
}

int ShareListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

qint64 ShareListModel::budget(const client::DivisionShare& share) const {
  const auto set = m_budgets.constFind(share.key());
  return set == m_budgets.constEnd() ? share.budgetBytes : qint64(set->toDouble());
}

qint64 ShareListModel::most(const client::DivisionShare& share) const {
  for (const client::DeviceInfo& device : m_devices.devices)
    if (device.kind == share.kind &&
        (device.kind == QLatin1String("cpu") || device.name == share.name))
      return device.memoryBytes;
  return std::max(share.budgetBytes, share.bytes());
}

QVariant ShareListModel::data(const QModelIndex& index, int role) const {
  const client::DivisionShare& share = m_division.devices.at(index.row());
  switch (role) {
    case KeyRole:
      return share.key();
    case NameRole:
      return share.kind == QLatin1String("cpu") ? tr("Processor") : share.name;
    case PlaceRole:
      return index.row();
    case ContentsRole:
      return shareInWords(m_division, index.row());
    case PartsTextRole:
      return partsText(share);
    case BudgetRole:
      return double(budget(share));
    case MostRole:
      return double(most(share));
    case BudgetTextRole:
      return tr("%1 of %2").arg(bytesInWords(budget(share)), bytesInWords(most(share)));
    case AutomaticRole:
      return !m_budgets.contains(share.key());
    case WeightsShareRole:
      return part(share.weightsBytes, most(share));
    case CacheShareRole:
      return part(share.cacheBytes, most(share));
    case WorkShareRole:
      return part(share.workBytes, most(share));
    default:
      return {};
  }
}

QHash<int, QByteArray> ShareListModel::roleNames() const {
  return {{KeyRole, "key"},
          {NameRole, "name"},
          {PlaceRole, "place"},
          {ContentsRole, "contents"},
          {PartsTextRole, "partsText"},
          {BudgetRole, "budget"},
          {MostRole, "most"},
          {BudgetTextRole, "budgetText"},
          {AutomaticRole, "automatic"},
          {WeightsShareRole, "weightsShare"},
          {CacheShareRole, "cacheShare"},
          {WorkShareRole, "workShare"}};
}

}  // namespace alcove::ui
