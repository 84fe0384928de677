// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "models/model_list_model.h"

namespace alcove::ui {

// What is loaded, on which device and why, in words; and what else could be. For the ModelPicker
// in a page's header. GUI thread.
class ModelPickerViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page's view model owns it")
  // "empty", "waiting", "loading", "ready", "failed"
  Q_PROPERTY(QString state READ state NOTIFY changed)
  // The wanted model's name; empty for none
  Q_PROPERTY(QString modelName READ modelName NOTIFY changed)
  Q_PROPERTY(QString modelPath READ modelPath NOTIFY changed)
  // One short line: "CPU · ready", "Loading, 40 %"
  Q_PROPERTY(QString status READ status NOTIFY changed)
  // The device's full name and why it was taken; empty unless ready
  Q_PROPERTY(QString device READ device NOTIFY changed)
  Q_PROPERTY(QString deviceReason READ deviceReason NOTIFY changed)
  // "Q4_1 · context 8k · 0.2 GB of memory"; empty unless ready
  Q_PROPERTY(QString facts READ facts NOTIFY changed)
  // Where the chat template comes from, if it is not the model's file; empty unless ready
  Q_PROPERTY(QString templateNote READ templateNote NOTIFY changed)
  Q_PROPERTY(double progress READ progress NOTIFY changed)
  Q_PROPERTY(QString error READ error NOTIFY changed)
  Q_PROPERTY(QString errorDetails READ errorDetails NOTIFY changed)
  Q_PROPERTY(alcove::ui::ModelListModel* models READ models CONSTANT)
 public:
  // `application` must outlive the view model.
  explicit ModelPickerViewModel(core::Application& application, QObject* parent = nullptr);

  [[nodiscard]] QString state() const;
  [[nodiscard]] QString modelName() const;
  [[nodiscard]] QString modelPath() const;
  [[nodiscard]] QString status() const;
  [[nodiscard]] QString device() const;
  [[nodiscard]] QString deviceReason() const;
  [[nodiscard]] QString facts() const;
  [[nodiscard]] QString templateNote() const;
  [[nodiscard]] double progress() const;
  [[nodiscard]] QString error() const;
  [[nodiscard]] QString errorDetails() const;
  [[nodiscard]] ModelListModel* models() { return &m_models; }

  Q_INVOKABLE void load(const QString& path);
  Q_INVOKABLE void cancel();
  Q_INVOKABLE void unload();
  Q_INVOKABLE void retry();

 signals:
  void changed();

 private:
  core::Application& m_application;
  ModelListModel m_models;
};

}  // namespace alcove::ui
