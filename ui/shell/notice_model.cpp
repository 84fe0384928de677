// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/notice_model.h"

#include <QStringList>

#include "client/engine_process.h"
#include "client/model_session.h"
#include "core/application.h"
#include "settings/settings.h"

namespace alcove::ui {

NoticeModel::NoticeModel(core::Application& application, QObject* parent)
    : QAbstractListModel(parent), m_application(application) {
  for (const core::Error& notice : application.notices()) {
    add(notice, false);
  }
  connect(&application, &core::Application::noticed, this,
          [this](const core::Error& notice) { add(notice, false); });
  connect(&application.engineProcess(), &client::EngineProcess::stateChanged, this,
          &NoticeModel::followEngine);
}

void NoticeModel::dismiss(int row) {
  if (row >= 0 && row < m_notices.size()) {
    beginRemoveRows({}, row, row);
    m_notices.removeAt(row);
    endRemoveRows();
  }
}

void NoticeModel::act(int row) {
  if (row >= 0 && row < m_notices.size() && m_notices.at(row).aboutEngine) {
    m_application.engineProcess().start();
    m_application.modelSession().retry();
  }
}

int NoticeModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_notices.size());
}

QVariant NoticeModel::data(const QModelIndex& index, int role) const {
  const Notice& notice = m_notices.at(index.row());
  switch (role) {
    case TextRole:
      return notice.error.sentence;
    case DetailsRole:
      return QStringList({notice.error.context, notice.error.details})
          .join(QLatin1Char('\n'))
          .trimmed();
    case ActionTextRole:
      return notice.aboutEngine ? tr("Start the engine again") : QString();
    default:
      return {};
  }
}

QHash<int, QByteArray> NoticeModel::roleNames() const {
  return {{TextRole, "text"}, {DetailsRole, "details"}, {ActionTextRole, "actionText"}};
}

void NoticeModel::add(const core::Error& error, bool aboutEngine) {
  beginInsertRows({}, rowCount(), rowCount());
  m_notices.append({error, aboutEngine});
  endInsertRows();
}

void NoticeModel::followEngine() {
  const client::EngineProcess& process = m_application.engineProcess();
  for (int row = rowCount() - 1; row >= 0; --row) {
    if (m_notices.at(row).aboutEngine) {
      dismiss(row);
    }
  }
  if (process.state() == client::EngineProcess::State::Failed) {
    add(process.lastError(), true);
  }
}

}  // namespace alcove::ui
