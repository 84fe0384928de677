// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/setting_model.h"

#include <QMetaMethod>
#include <QMetaProperty>

#include "settings/settings.h"

namespace alcove::ui {

namespace {

QMetaProperty propertyOf(const settings::Settings& settings, const char* name) {
  const QMetaObject* meta = settings.metaObject();
  return meta->property(meta->indexOfProperty(name));
}

QString kindName(SettingKind kind) {
  static constexpr const char* kNames[] = {"number", "choice", "switch", "text"};
  return QString::fromLatin1(kNames[static_cast<int>(kind)]);
}

}  // namespace

SettingModel::SettingModel(settings::Settings& settings, const QString& category, QObject* parent)
    : QAbstractListModel(parent), m_settings(settings) {
  const QMetaMethod changed =
      staticMetaObject.method(staticMetaObject.indexOfSlot("settingChanged()"));
  for (const Setting& setting : settingTable()) {
    if (category == QLatin1String(setting.category)) {
      m_rows.push_back(&setting);
      connect(&settings, propertyOf(settings, setting.property).notifySignal(), this, changed);
    }
  }
}

void SettingModel::set(const QString& name, const QVariant& value) {
  m_settings.setProperty(name.toLatin1().constData(), value);
}

int SettingModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SettingModel::data(const QModelIndex& index, int role) const {
  const Setting& setting = *m_rows.at(static_cast<std::size_t>(index.row()));
  switch (role) {
    case NameRole:
      return QString::fromLatin1(setting.property);
    case KindRole:
      return kindName(setting.kind);
    case TitleRole:
      return settingText(setting.title);
    case DescriptionRole:
      return settingText(setting.description);
    case ValueRole:
      return valueOf(setting);
    case FromRole:
      return setting.from;
    case ToRole:
      return setting.to;
    case StepRole:
      return setting.step;
    case DecimalsRole:
      return setting.decimals;
    case ZeroTextRole:
      return settingText(setting.zeroText);
    case SliderRole:
      return setting.slider;
    case ChoicesRole:
      return settingChoices(setting);
    default:
      return {};
  }
}

QHash<int, QByteArray> SettingModel::roleNames() const {
  return {{NameRole, "name"},
          {KindRole, "kind"},
          {TitleRole, "title"},
          {DescriptionRole, "description"},
          {ValueRole, "value"},
          {FromRole, "from"},
          {ToRole, "to"},
          {StepRole, "step"},
          {DecimalsRole, "decimals"},
          {ZeroTextRole, "zeroText"},
          {SliderRole, "slider"},
          {ChoicesRole, "choices"}};
}

void SettingModel::settingChanged() {
  emit dataChanged(index(0), index(rowCount() - 1), {ValueRole});
}

QVariant SettingModel::valueOf(const Setting& setting) const {
  const QVariant value = m_settings.property(setting.property);
  return setting.kind == SettingKind::Choice ? QVariant(value.toString()) : value;
}

}  // namespace alcove::ui
