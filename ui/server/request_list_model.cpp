// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/request_list_model.h"

#include <QLocale>
#include <algorithm>

namespace alcove::ui {
namespace {

QString stateText(const QString& state) {
  if (state == QLatin1String("waiting")) return RequestListModel::tr("Waiting");
  if (state == QLatin1String("cancelling")) return RequestListModel::tr("Ending");
  return RequestListModel::tr("Answering");
}

QString facts(const client::LiveRequest& request) {
  QStringList parts;
  const auto number = [](qint64 value) { return QLocale().toString(value); };
  if (request.promptTokens > 0)
    parts << RequestListModel::tr("prompt of %1 tokens").arg(number(request.promptTokens));
  if (request.completionTokens > 0)
    parts << RequestListModel::tr("%1 tokens written").arg(number(request.completionTokens));
  if (request.tokensPerSecond > 0)
    parts << RequestListModel::tr("%1 tokens/s").arg(number(qRound(request.tokensPerSecond)));
  parts << RequestListModel::tr("%1 s").arg(
      QLocale().toString(double(request.elapsedMs) / 1000, 'f', 1));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

void RequestListModel::show(const QList<client::LiveRequest>& requests) {
  const qsizetype before = m_requests.size();
  const auto isThere = [](const QList<client::LiveRequest>& list, const QString& id) {
    return std::any_of(list.begin(), list.end(), [&](const auto& r) { return r.id == id; });
  };
  for (int row = count() - 1; row >= 0; --row) {
    if (isThere(requests, m_requests[row].id)) continue;
    beginRemoveRows({}, row, row);
    m_requests.removeAt(row);
    endRemoveRows();
  }
  // What is left usually stands in the order of the new list, which only ever grows at its end.
  for (int row = 0; row < requests.size(); ++row) {
    if (row < count() && m_requests[row].id == requests[row].id) {
      if (m_requests[row] == requests[row]) continue;
      m_requests[row] = requests[row];
      emit dataChanged(index(row), index(row));
    } else {
      beginInsertRows({}, row, row);
      m_requests.insert(row, requests[row]);
      endInsertRows();
    }
  }
  while (count() > requests.size()) {
    const int last = count() - 1;
    beginRemoveRows({}, last, last);
    m_requests.removeLast();
    endRemoveRows();
  }
  if (m_requests.size() != before) emit countChanged();
}

int RequestListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant RequestListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const client::LiveRequest& request = m_requests[index.row()];
  switch (role) {
    case RequestIdRole:
      return request.id;
    case WhoRole:
      return request.keyName.isEmpty() ? tr("This window") : request.keyName;
    case RouteRole:
      return request.route;
    case StateRole:
      return request.state;
    case StateTextRole:
      return stateText(request.state);
    case FactsRole:
      return facts(request);
    default:
      return {};
  }
}

QHash<int, QByteArray> RequestListModel::roleNames() const {
  return {{RequestIdRole, "requestId"}, {WhoRole, "who"},
          {RouteRole, "route"},         {StateRole, "requestState"},
          {StateTextRole, "stateText"}, {FactsRole, "facts"}};
}

}  // namespace alcove::ui
