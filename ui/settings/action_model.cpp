// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/action_model.h"

#include <QKeySequence>
#include <algorithm>

#include "settings/settings.h"

namespace alcove::ui {

namespace {

const Action* findAction(const QString& actionId) {
  const auto table = actionTable();
  const auto found = std::ranges::find_if(
      table, [&](const Action& action) { return actionId == QLatin1String(action.id); });
  return found == table.end() ? nullptr : &*found;
}

QString written(const QString& sequence) {
  return QKeySequence(sequence, QKeySequence::PortableText).toString(QKeySequence::NativeText);
}

}  // namespace

ActionModel::ActionModel(settings::Settings& settings, QObject* parent)
    : QAbstractListModel(parent), m_settings(settings) {
  connect(&settings, &settings::Settings::shortcutsChanged, this, [this] {
    emit dataChanged(index(0), index(rowCount() - 1));
    emit keysChanged();
  });
}

QVariantMap ActionModel::keys() const {
  QVariantMap result;
  for (const Action& action : actionTable()) {
    QStringList sequences;
    if (action.rebindable) {
      sequences.append(sequence(action));
      if (action.alsoKeys != nullptr) {
        sequences.append(QLatin1String(action.alsoKeys));
      }
    }
    result.insert(QLatin1String(action.id), sequences);
  }
  return result;
}

QString ActionModel::keysText(const QString& actionId) const {
  const Action* action = findAction(actionId);
  return action == nullptr ? QString() : written(sequence(*action));
}

QString ActionModel::bind(const QString& actionId, const QString& sequence) {
  const Action* action = findAction(actionId);
  if (action == nullptr || !action->rebindable || sequence.isEmpty()) {
    return tr("These keys cannot be used.");
  }
  const QKeySequence wanted(sequence, QKeySequence::PortableText);
  for (const Action& other : actionTable()) {
    const bool taken = wanted == QKeySequence(this->sequence(other)) ||
                       (other.alsoKeys != nullptr && wanted == QKeySequence(other.alsoKeys));
    if (&other != action && taken) {
      return tr("%1 already belongs to “%2”.").arg(written(sequence), actionTitle(other));
    }
  }
  QVariantMap changed = m_settings.shortcuts();
  changed.insert(actionId, wanted.toString(QKeySequence::PortableText));
  m_settings.setShortcuts(changed);
  return {};
}

void ActionModel::resetKeys(const QString& actionId) {
  QVariantMap changed = m_settings.shortcuts();
  changed.remove(actionId);
  m_settings.setShortcuts(changed);
}

QString ActionModel::sequenceOf(int key, int modifiers) {
  if (key == 0 || key == Qt::Key_unknown || (key >= Qt::Key_Shift && key <= Qt::Key_ScrollLock)) {
    return {};
  }
  const bool plain = (modifiers & ~int(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
  const bool functionKey = key >= Qt::Key_F1 && key <= Qt::Key_F35;
  if (plain && !functionKey) {
    return {};  // letters alone would take the place of typing
  }
  return QKeySequence((modifiers & ~int(Qt::KeypadModifier)) | key)
      .toString(QKeySequence::PortableText);
}

int ActionModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(actionTable().size());
}

QVariant ActionModel::data(const QModelIndex& index, int role) const {
  const Action& action = actionTable()[static_cast<std::size_t>(index.row())];
  switch (role) {
    case ActionIdRole:
      return QString::fromLatin1(action.id);
    case TitleRole:
      return actionTitle(action);
    case GroupRole:
      return actionGroupTitle(action.group);
    case KeysTextRole:
      return written(sequence(action));
    case RebindableRole:
      return action.rebindable;
    case IsDefaultRole:
      return !m_settings.shortcuts().contains(QLatin1String(action.id));
    default:
      return {};
  }
}

QHash<int, QByteArray> ActionModel::roleNames() const {
  return {{ActionIdRole, "actionId"}, {TitleRole, "title"},           {GroupRole, "group"},
          {KeysTextRole, "keysText"}, {RebindableRole, "rebindable"}, {IsDefaultRole, "isDefault"}};
}

QString ActionModel::sequence(const Action& action) const {
  const QVariantMap changed = m_settings.shortcuts();
  return changed.value(QLatin1String(action.id), QLatin1String(action.defaultKeys)).toString();
}

}  // namespace alcove::ui
