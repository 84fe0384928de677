// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>
#include <QVariantList>

#include "models/model_picker_view_model.h"

namespace alcove::ui {

class Navigation;

// The models page. GUI thread.
class ModelsViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window makes it")
  Q_PROPERTY(alcove::ui::ModelPickerViewModel* session READ session CONSTANT)
  // Chat models of the starter catalogue that are not on this machine:
  // [{name, facts, summary, license, howToGet}]
  Q_PROPERTY(QVariantList catalogue READ catalogue NOTIFY catalogueChanged)
  Q_PROPERTY(bool scanning READ scanning NOTIFY scanningChanged)
  // "This machine: 15.6 GB of memory, 12.1 GB free." Empty until the engine has said so
  Q_PROPERTY(QString machine READ machine NOTIFY machineChanged)
 public:
  // Both references must outlive the view model.
  ModelsViewModel(core::Application& application, Navigation& navigation,
                  QObject* parent = nullptr);

  [[nodiscard]] ModelPickerViewModel* session() { return &m_session; }
  [[nodiscard]] QVariantList catalogue() const;
  [[nodiscard]] bool scanning() const;
  [[nodiscard]] QString machine() const { return m_machine; }

  // What cannot be added is said in a notice.
  Q_INVOKABLE void addFile(const QUrl& file);
  Q_INVOKABLE void addFolder(const QUrl& folder);
  // Forgets a file that was added by itself; a notice offers to undo that. The file stays.
  Q_INVOKABLE void removeFile(const QString& path);
  Q_INVOKABLE void refresh();
  Q_INVOKABLE void copyPath(const QString& path);

 signals:
  void catalogueChanged();
  void scanningChanged();
  void machineChanged();

 private:
  void askForMachine();

  core::Application& m_application;
  Navigation& m_navigation;
  ModelPickerViewModel m_session;
  QString m_machine;
};

}  // namespace alcove::ui
