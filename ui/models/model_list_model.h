// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "library/library_types.h"

namespace alcove::core {
class Application;
}

namespace alcove::ui {

// "yes", "tight", "no" or "unknown"
[[nodiscard]] QString fitName(client::Fit fit);
// "135 million parameters · llama · 98 MB · context 8k"; parts that are unknown are left out.
[[nodiscard]] QString modelFacts(const library::Entry& entry);

// The model files of this machine, and what the engine does with each. Follows the library and
// the session. GUI thread.
class ModelListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    PathRole = Qt::UserRole,  // QString: identity
    NameRole,                 // QString
    FactsRole,                // QString: modelFacts()
    WeightsTypeRole,          // QString: block type, "Q4_1"; may be empty
    LicenseRole,              // QString; may be empty
    FitRole,                  // QString: fitName()
    FitSentenceRole,          // QString
    PlaceRole,                // QString: "Starter model", or the folder it lies in
    StateRole,                // QString: "found", "known", "damaged", "missing"
    ProblemRole,              // QString: the first problem's sentence; empty if there is none
    ProblemDetailsRole,       // QString: all problems and the path, to copy
    LoadStateRole,            // QString: "", "waiting", "loading", "ready", "failed"
    ProgressRole,             // double: 0 to 1, while loading
    LoadErrorRole,            // QString: why loading failed
    LoadErrorDetailsRole,     // QString: text to copy
    EmbedsOnlyRole,           // bool: makes embeddings and cannot chat
    RemovableRole,            // bool: added by itself, can be taken off the list
  };

  // `application` must outlive the model.
  explicit ModelListModel(core::Application& application, QObject* parent = nullptr);

  [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  void refresh();
  void entryChanged(const QString& path);
  [[nodiscard]] QVariant ofSession(const library::Entry& entry, int role) const;

  core::Application& m_application;
  QList<library::Entry> m_entries;
};

}  // namespace alcove::ui
