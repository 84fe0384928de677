// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>

#include "client/call.h"
#include "client/engine_types.h"
#include "core/error.h"

namespace alcove::client {

class EngineClient;
class EngineProcess;

// Which model the person wants and what the engine has. Hands the process's address to the client,
// and loads the wanted model again after the engine came back. GUI thread.
class ModelSession : public QObject {
  Q_OBJECT
 public:
  enum class State {
    Empty,    // no model is wanted
    Waiting,  // wanted; the engine is starting (again)
    Loading,  // progress() moves from 0 to 1
    Ready,    // model() is valid
    Failed,   // error() says why; load() or retry() tries again
  };
  Q_ENUM(State)

  // Both must outlive the session.
  ModelSession(EngineProcess& process, EngineClient& client, QObject* parent = nullptr);

  // Makes `request` the wanted model, now or as soon as the engine runs. Cancels another load.
  void load(const LoadRequest& request);
  // Loads the wanted model again after a failure; starts the engine if that had given up.
  void retry();
  // Stops a load that is under way; the state becomes Empty.
  void cancelLoad();
  void unload();

  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] double progress() const { return m_progress; }
  [[nodiscard]] const ModelInfo& model() const { return m_model; }      // while Ready
  [[nodiscard]] const LoadRequest& wanted() const { return m_wanted; }  // path empty: none
  [[nodiscard]] const core::Error& error() const { return m_error; }    // while Failed

 signals:
  void stateChanged(alcove::client::ModelSession::State state);
  void progressChanged(double progress);
  // The engine ended by itself: whatever it was asked will not be answered. `error` says in words
  // what happened; it is being started again unless state() is Failed.
  void engineLost(const alcove::core::Error& error);

 private:
  void onEngineReady();
  void onEngineDied(const core::Error& error);
  void onEngineState();
  void onLoadDone(const QJsonObject& result);
  void onLoadFailed(const core::Error& error);
  void fail(const core::Error& error);
  void beginLoad();
  void dropCall();
  void setState(State state);

  EngineProcess& m_process;
  EngineClient& m_client;
  QPointer<Call> m_call;
  LoadRequest m_wanted;
  ModelInfo m_model;
  core::Error m_error;
  double m_progress = 0;
  int m_deathsWhileLoading = 0;  // in a row, with the wanted model
  State m_state = State::Empty;
};

}  // namespace alcove::client
