// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/key_list_model.h"

#include <QDateTime>
#include <QLocale>

namespace alcove::ui {
namespace {

QString scopeInWords(const QString& scope) {
  if (scope == QLatin1String("chat")) return KeyListModel::tr("chat");
  if (scope == QLatin1String("embeddings")) return KeyListModel::tr("embeddings");
  if (scope == QLatin1String("read")) return KeyListModel::tr("model info");
  if (scope == QLatin1String("metrics")) return KeyListModel::tr("metrics");
  return scope;
}

}  // namespace

QString scopesInWords(const QStringList& scopes) {
  QStringList words;
  for (const QString& scope : scopes) words << scopeInWords(scope);
  return QLocale().createSeparatedList(words);
}

void KeyListModel::show(const QList<client::AccessKey>& keys) {
  if (keys == m_keys) return;
  beginResetModel();
  m_keys = keys;
  endResetModel();
  emit countChanged();
}

int KeyListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant KeyListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const client::AccessKey& key = m_keys[index.row()];
  switch (role) {
    case KeyIdRole:
      return key.id;
    case NameRole:
      return key.name;
    case FactsRole:
      return tr("May use: %1. Made on %2.")
          .arg(scopesInWords(key.scopes),
               QLocale().toString(QDateTime::fromSecsSinceEpoch(key.created).date(),
                                  QLocale::LongFormat));
    default:
      return {};
  }
}

QHash<int, QByteArray> KeyListModel::roleNames() const {
  return {{KeyIdRole, "keyId"}, {NameRole, "name"}, {FactsRole, "facts"}};
}

}  // namespace alcove::ui
