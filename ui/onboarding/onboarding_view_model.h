// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "client/engine_types.h"

namespace alcove::core {
class Application;
}

namespace alcove::ui {

class Navigation;

// "8 cores and 16 GB of memory. No graphics card is used: the driver is too old." One or two
// sentences out of what the engine found.
[[nodiscard]] QString machineInWords(const client::DeviceList& devices);

// The page of the first run. GUI thread.
class OnboardingViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window makes it")
  // machineInWords(); empty until the engine has answered
  Q_PROPERTY(QString machine READ machine NOTIFY machineChanged)
  // Why nothing could be found out; empty if all is well
  Q_PROPERTY(QString problem READ problem NOTIFY machineChanged)
  // The bundled starter model; empty name if it is not on this machine
  Q_PROPERTY(QString modelName READ modelName NOTIFY modelChanged)
  Q_PROPERTY(QString modelFacts READ modelFacts NOTIFY modelChanged)
  Q_PROPERTY(QString modelReason READ modelReason NOTIFY modelChanged)
 public:
  // Both references must outlive the view model.
  OnboardingViewModel(core::Application& application, Navigation& navigation,
                      QObject* parent = nullptr);

  [[nodiscard]] QString machine() const { return m_machine; }
  [[nodiscard]] QString problem() const { return m_problem; }
  [[nodiscard]] QString modelName() const;
  [[nodiscard]] QString modelFacts() const;
  [[nodiscard]] QString modelReason() const;

  // Loads the recommended model and goes to a new chat. The page does not come again.
  Q_INVOKABLE void start();
  // The same with a file of the person's. What cannot be used is said in a notice; the page stays.
  Q_INVOKABLE void startWith(const QUrl& file);
  // Goes to the models without loading anything.
  Q_INVOKABLE void skip();

 signals:
  void machineChanged();
  void modelChanged();

 private:
  void askForMachine();
  void finish(const QString& page);

  core::Application& m_application;
  Navigation& m_navigation;
  QString m_machine;
  QString m_problem;
};

}  // namespace alcove::ui
