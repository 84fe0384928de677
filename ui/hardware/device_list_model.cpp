// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/device_list_model.h"

#include <algorithm>

#include "components/words.h"

namespace alcove::ui {
namespace {

QString facts(const client::DeviceInfo& device) {
  QStringList parts = {deviceKindInWords(device.kind)};
  if (device.cores == 1) parts << DeviceListModel::tr("1 core");
  if (device.cores > 1) parts << DeviceListModel::tr("%1 cores").arg(device.cores);
  if (!device.instructionSet.isEmpty()) parts << device.instructionSet;
  if (!device.driver.isEmpty()) parts << DeviceListModel::tr("driver %1").arg(device.driver);
  if (device.sharesMemory) parts << DeviceListModel::tr("shares the computer's memory");
  return parts.join(QStringLiteral(" · "));
}

QString memoryText(const client::DeviceInfo& device) {
  if (device.memoryBytes == 0) return {};
  QStringList parts = {DeviceListModel::tr("%1 of memory").arg(bytesInWords(device.memoryBytes))};
  if (device.availableKnown)
    parts << DeviceListModel::tr("%1 free").arg(bytesInWords(device.availableBytes));
  else if (device.usable)
    parts << DeviceListModel::tr("free memory is known once a model has used it");
  if (device.heldBytes > 0)
    parts << DeviceListModel::tr("Alcove holds %1").arg(bytesInWords(device.heldBytes));
  return parts.join(QStringLiteral(" · "));
}

double share(qint64 bytes, qint64 of) {
  return of > 0 ? std::clamp(double(bytes) / double(of), 0.0, 1.0) : 0.0;
}

double othersShare(const client::DeviceInfo& device) {
  if (!device.availableKnown) return 0;
  const qint64 used = device.memoryBytes - device.availableBytes;
  return share(std::max<qint64>(0, used - device.heldBytes), device.memoryBytes);
}

}  // namespace

QString deviceKindInWords(const QString& kind) {
  if (kind == QLatin1String("cpu")) return DeviceListModel::tr("Processor");
  if (kind == QLatin1String("cuda")) return QStringLiteral("CUDA");
  if (kind == QLatin1String("vulkan")) return QStringLiteral("Vulkan");
  return kind;
}

void DeviceListModel::show(const client::DeviceList& devices, const QString& manual,
                           const std::optional<QString>& running) {
  m_manual = manual;
  m_running = running;
  const auto isSame = [](const client::DeviceInfo& a, const client::DeviceInfo& b) {
    return a.kind == b.kind && a.name == b.name;
  };
  if (std::equal(m_devices.begin(), m_devices.end(), devices.devices.begin(), devices.devices.end(),
                 isSame)) {
    m_devices = devices.devices;
    if (!m_devices.isEmpty()) emit dataChanged(index(0), index(count() - 1));
    return;
  }
  beginResetModel();
  m_devices = devices.devices;
  endResetModel();
  emit countChanged();
}

int DeviceListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

bool DeviceListModel::isOutvoted(const client::DeviceInfo& device) const {
  return m_manual != QLatin1String("auto") && m_manual != device.kind && device.usable;
}

QString DeviceListModel::status(const client::DeviceInfo& device) const {
  if (device.inUse) return QStringLiteral("used");
  if (!device.usable && device.kind != m_manual) return QStringLiteral("missing");
  const bool wanted = m_manual == QLatin1String("auto") ? device.chosen : m_manual == device.kind;
  return wanted && !m_running ? QStringLiteral("ready") : QStringLiteral("idle");
}

QString DeviceListModel::why(const client::DeviceInfo& device) const {
  if (device.inUse && m_running) return *m_running;
  if (isOutvoted(device) && !device.inUse)
    return tr("%1 was chosen by hand.").arg(deviceKindInWords(m_manual));
  return device.why;
}

QVariant DeviceListModel::data(const QModelIndex& index, int role) const {
  const client::DeviceInfo& device = m_devices.at(index.row());
  switch (role) {
    case NameRole:
      return device.name;
    case KindRole:
      return device.kind;
    case FactsRole:
      return facts(device);
    case StatusRole:
      return status(device);
    case StatusTextRole: {
      const QString state = status(device);
      if (state == QLatin1String("used")) return tr("In use");
      if (state == QLatin1String("ready")) return tr("Ready");
      if (state == QLatin1String("missing")) return tr("Cannot be used");
      return device.kind == QLatin1String("cpu") ? tr("Stands by") : tr("Not used");
    }
    case WhyRole:
      return why(device);
    case RemedyRole:
      return isOutvoted(device) ? QString() : device.remedy;
    case MemoryTextRole:
      return memoryText(device);
    case MemoryKnownRole:
      return device.memoryBytes > 0 && device.availableKnown;
    case HeldShareRole:
      return share(device.heldBytes, device.memoryBytes);
    case OthersShareRole:
      return othersShare(device);
    default:
      return {};
  }
}

QHash<int, QByteArray> DeviceListModel::roleNames() const {
  return {{NameRole, "name"},
          {KindRole, "kind"},
          {FactsRole, "facts"},
          {StatusRole, "status"},
          {StatusTextRole, "statusText"},
          {WhyRole, "why"},
          {RemedyRole, "remedy"},
          {MemoryTextRole, "memoryText"},
          {MemoryKnownRole, "memoryKnown"},
          {HeldShareRole, "heldShare"},
          {OthersShareRole, "othersShare"}};
}

}  // namespace alcove::ui
