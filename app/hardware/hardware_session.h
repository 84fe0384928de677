// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <optional>

#include "client/call.h"
#include "client/division.h"
#include "client/engine_types.h"
#include "core/error.h"

namespace alcove::client {
class EngineClient;
class EngineProcess;
}  // namespace alcove::client

namespace alcove::hardware {

// The devices of this machine, what runs on them now, and how a model would be divided between
// them. GUI thread.
class HardwareSession : public QObject {
  Q_OBJECT
 public:
  // Both must outlive the session.
  HardwareSession(client::EngineProcess& process, client::EngineClient& client,
                  QObject* parent = nullptr);

  // Whether the engine can be asked.
  [[nodiscard]] bool hasEngine() const;
  // As the last look found them; none before the first.
  [[nodiscard]] const client::DeviceList& devices() const { return m_devices; }
  // The loaded model, whose device may change while it runs; nothing: none is loaded.
  [[nodiscard]] const std::optional<client::ModelInfo>& running() const { return m_running; }
  // Why the last look found nothing; its sentence is empty if it did.
  [[nodiscard]] const core::Error& error() const { return m_error; }

  // While somebody watches, all of that is read again every two seconds.
  void setWatched(bool watched);
  void look();

  // Asks how a model would be divided; planned() or planFailed() answers. Of the requests that come
  // while one is under way only the last is asked, so that a slider can be moved.
  void plan(const client::DivisionRequest& request);
  [[nodiscard]] bool isPlanning() const { return !m_plan.isNull(); }

 signals:
  void changed();  // hasEngine(), devices(), running(), error()
  void planned(const alcove::client::DivisionRequest& request,
               const alcove::client::Division& division);
  void planFailed(const alcove::core::Error& error);

 private:
  void onEngineState();
  void askForPlan(const client::DivisionRequest& request);
  void planEnded();

  client::EngineProcess& m_process;
  client::EngineClient& m_client;
  QTimer m_timer;
  QPointer<client::Call> m_look;
  QPointer<client::Call> m_status;
  QPointer<client::Call> m_plan;
  std::optional<client::DivisionRequest> m_nextPlan;
  client::DeviceList m_devices;
  std::optional<client::ModelInfo> m_running;
  core::Error m_error;
};

}  // namespace alcove::hardware
