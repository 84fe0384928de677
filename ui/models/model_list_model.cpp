// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/model_list_model.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "client/model_session.h"
#include "components/words.h"
#include "core/application.h"
#include "library/model_library.h"

namespace alcove::ui {

namespace {

using client::ModelSession;
using library::Entry;
using library::EntryState;

QString stateName(EntryState state) {
  static constexpr const char* kNames[] = {"found", "known", "damaged", "missing"};
  return QString::fromLatin1(kNames[static_cast<int>(state)]);
}

QString loadStateName(ModelSession::State state) {
  static constexpr const char* kNames[] = {"", "waiting", "loading", "ready", "failed"};
  return QString::fromLatin1(kNames[static_cast<int>(state)]);
}

QString place(const Entry& entry) {
  if (entry.source == library::Source::Starter) {
    return ModelListModel::tr("Starter model");
  }
  return QDir::toNativeSeparators(QFileInfo(entry.path).absolutePath());
}

QString problemDetails(const Entry& entry) {
  return (QStringList(entry.problems) << QDir::toNativeSeparators(entry.path))
      .join(QLatin1Char('\n'));
}

}  // namespace

QString fitName(client::Fit fit) {
  static constexpr const char* kNames[] = {"unknown", "yes", "tight", "no"};
  return QString::fromLatin1(kNames[static_cast<int>(fit)]);
}

QString modelFacts(const Entry& entry) {
  QStringList facts;
  if (entry.parameters > 0) {
    facts.append(ModelListModel::tr("%1 parameters").arg(countInWords(entry.parameters)));
  }
  if (!entry.architecture.isEmpty()) {
    facts.append(entry.architecture);
  }
  if (entry.fileBytes > 0) {
    facts.append(bytesInWords(entry.fileBytes));
  }
  if (entry.trainedContextTokens > 0) {
    facts.append(ModelListModel::tr("context %1").arg(tokensInWords(entry.trainedContextTokens)));
  }
  return facts.join(QStringLiteral(" · "));
}

ModelListModel::ModelListModel(core::Application& application, QObject* parent)
    : QAbstractListModel(parent), m_application(application) {
  const library::ModelLibrary& library = application.library();
  connect(&library, &library::ModelLibrary::entriesChanged, this, &ModelListModel::refresh);
  connect(&library, &library::ModelLibrary::entryChanged, this, &ModelListModel::entryChanged);
  const auto sessionChanged = [this] {
    if (!m_entries.isEmpty()) {
      emit dataChanged(index(0), index(count() - 1));
    }
  };
  connect(&application.modelSession(), &ModelSession::stateChanged, this, sessionChanged);
  connect(&application.modelSession(), &ModelSession::progressChanged, this, sessionChanged);
  m_entries = library.entries();
}

int ModelListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
  const Entry& entry = m_entries.at(index.row());
  switch (role) {
    case PathRole:
      return entry.path;
    case NameRole:
      return entry.name;
    case FactsRole:
      return modelFacts(entry);
    case WeightsTypeRole:
      return entry.weightsType;
    case LicenseRole:
      return entry.license;
    case FitRole:
      return fitName(entry.fit);
    case FitSentenceRole:
      return entry.fitSentence;
    case PlaceRole:
      return place(entry);
    case StateRole:
      return stateName(entry.state);
    case ProblemRole:
      return entry.problems.value(0);
    case ProblemDetailsRole:
      return problemDetails(entry);
    case EmbedsOnlyRole:
      return entry.embedsOnly;
    case RemovableRole:
      return entry.source == library::Source::File;
    default:
      return ofSession(entry, role);
  }
}

QHash<int, QByteArray> ModelListModel::roleNames() const {
  return {{PathRole, "path"},
          {NameRole, "name"},
          {FactsRole, "facts"},
          {WeightsTypeRole, "weightsType"},
          {LicenseRole, "license"},
          {FitRole, "fit"},
          {FitSentenceRole, "fitSentence"},
          {PlaceRole, "place"},
          {StateRole, "entryState"},
          {ProblemRole, "problem"},
          {ProblemDetailsRole, "problemDetails"},
          {LoadStateRole, "loadState"},
          {ProgressRole, "progress"},
          {LoadErrorRole, "loadError"},
          {LoadErrorDetailsRole, "loadErrorDetails"},
          {EmbedsOnlyRole, "embedsOnly"},
          {RemovableRole, "removable"}};
}

void ModelListModel::refresh() {
  const auto before = m_entries.size();
  beginResetModel();
  m_entries = m_application.library().entries();
  endResetModel();
  if (m_entries.size() != before) {
    emit countChanged();
  }
}

void ModelListModel::entryChanged(const QString& path) {
  const Entry* changed = m_application.library().findEntry(path);
  for (int row = 0; changed != nullptr && row < count(); ++row) {
    if (m_entries.at(row).path == path) {
      m_entries[row] = *changed;
      emit dataChanged(index(row), index(row));
    }
  }
}

QVariant ModelListModel::ofSession(const Entry& entry, int role) const {
  const ModelSession& session = m_application.modelSession();
  const bool wanted = session.wanted().path == entry.path;
  const bool failed = wanted && session.state() == ModelSession::State::Failed;
  switch (role) {
    case LoadStateRole:
      return wanted ? loadStateName(session.state()) : QString();
    case ProgressRole:
      return wanted ? session.progress() : 0.0;
    case LoadErrorRole:
      return failed ? session.error().sentence : QString();
    case LoadErrorDetailsRole:
      return failed ? QString(session.error().context + QLatin1Char('\n') + session.error().details)
                          .trimmed()
                    : QString();
    default:
      return {};
  }
}

}  // namespace alcove::ui
