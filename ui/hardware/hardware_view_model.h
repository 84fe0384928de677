// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "hardware/device_list_model.h"
#include "hardware/division_view_model.h"

namespace alcove::ui {

// The hardware page. GUI thread.
class HardwareViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window makes it")
  // "waiting" (for the engine or its first answer), "shown", "failed"
  Q_PROPERTY(QString state READ state NOTIFY changed)
  Q_PROPERTY(QString stateText READ stateText NOTIFY changed)
  // Why nothing is known; empty unless `state` is "failed"
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString problemDetails READ problemDetails NOTIFY changed)
  Q_PROPERTY(alcove::ui::DeviceListModel* devices READ devices CONSTANT)
  Q_PROPERTY(alcove::ui::DivisionViewModel* division READ division CONSTANT)
  // The loaded model and its device: "SmolLM2 runs on RTX 4090"; and what it takes. Empty: none is
  // loaded
  Q_PROPERTY(QString runningText READ runningText NOTIFY changed)
  Q_PROPERTY(QString runningFacts READ runningFacts NOTIFY changed)
  Q_PROPERTY(bool loading READ loading NOTIFY changed)
  // Another device than the expected one does the work; empty: the expected one does
  Q_PROPERTY(QString fallbackTitle READ fallbackTitle NOTIFY changed)
  Q_PROPERTY(QString fallbackText READ fallbackText NOTIFY changed)
 public:
  // Both references must outlive the view model.
  HardwareViewModel(core::Application& application, Navigation& navigation,
                    QObject* parent = nullptr);

  [[nodiscard]] QString state() const;
  [[nodiscard]] QString stateText() const;
  [[nodiscard]] QString problem() const;
  [[nodiscard]] QString problemDetails() const;
  [[nodiscard]] DeviceListModel* devices() { return &m_devices; }
  [[nodiscard]] DivisionViewModel* division() { return &m_division; }
  [[nodiscard]] QString runningText() const;
  [[nodiscard]] QString runningFacts() const;
  [[nodiscard]] bool loading() const;
  [[nodiscard]] QString fallbackTitle() const;
  [[nodiscard]] QString fallbackText() const;

  // While the page is shown, its numbers are kept up to date.
  Q_INVOKABLE void setShown(bool shown);
  // Asks the engine again; starts it if it was given up.
  Q_INVOKABLE void retry();
  // Loads the model anew, so that its device is tried once more.
  Q_INVOKABLE void loadAgain();

 signals:
  void changed();

 private:
  void update();
  [[nodiscard]] QString whyThere() const;
  [[nodiscard]] const client::DeviceInfo* missedDevice() const;

  core::Application& m_application;
  hardware::HardwareSession& m_session;
  DeviceListModel m_devices;
  DivisionViewModel m_division;
};

}  // namespace alcove::ui
