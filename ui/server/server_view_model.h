// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>

#include "server/key_list_model.h"
#include "server/request_list_model.h"

namespace alcove::core {
class Application;
}
namespace alcove::server {
class ServerSession;
}

namespace alcove::ui {

class Navigation;

// The server page. GUI thread.
class ServerViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window makes it")
  // "waiting" (for the engine), "stopped", "starting", "running", "stopping", "failed"
  Q_PROPERTY(QString state READ state NOTIFY changed)
  // What is going on, one sentence
  Q_PROPERTY(QString stateText READ stateText NOTIFY changed)
  // "http://127.0.0.1:8642"; while it does not run, where it would be
  Q_PROPERTY(QString url READ url NOTIFY changed)
  // The port that the person wants; 0: any free one
  Q_PROPERTY(int port READ port WRITE setPort NOTIFY portChanged)
  Q_PROPERTY(
      bool startsWithApp READ startsWithApp WRITE setStartsWithApp NOTIFY startsWithAppChanged)
  // Why it did not start; empty unless `state` is "failed"
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString problemDetails READ problemDetails NOTIFY changed)
  // Name of the loaded model; empty: none is, and requests will be refused
  Q_PROPERTY(QString model READ model NOTIFY changed)
  Q_PROPERTY(alcove::ui::KeyListModel* keys READ keys CONSTANT)
  Q_PROPERTY(alcove::ui::RequestListModel* requests READ requests CONSTANT)
  // "3 connections · 41 tokens/s"
  Q_PROPERTY(QString activity READ activity NOTIFY changed)
  // The KV cache: kinds of the cells of its picture, [{kind, name, text}] of its legend, and a line
  Q_PROPERTY(QStringList cacheCells READ cacheCells NOTIFY changed)
  Q_PROPERTY(QVariantList cacheLegend READ cacheLegend NOTIFY changed)
  Q_PROPERTY(QString cacheText READ cacheText NOTIFY changed)
  // [{value, text, code}]
  Q_PROPERTY(QVariantList examples READ examples NOTIFY changed)
  // The key that was just made, until dismissNewKey(); empty: none
  Q_PROPERTY(QString newKey READ newKey NOTIFY newKeyChanged)
  Q_PROPERTY(QString newKeyName READ newKeyName NOTIFY newKeyChanged)
  // [{value, text, description}]
  Q_PROPERTY(QVariantList scopes READ scopes CONSTANT)
 public:
  // Both references must outlive the view model.
  ServerViewModel(core::Application& application, Navigation& navigation,
                  QObject* parent = nullptr);

  [[nodiscard]] QString state() const;
  [[nodiscard]] QString stateText() const;
  [[nodiscard]] QString url() const;
  [[nodiscard]] int port() const;
  void setPort(int port);
  [[nodiscard]] bool startsWithApp() const;
  void setStartsWithApp(bool starts);
  [[nodiscard]] QString problem() const;
  [[nodiscard]] QString problemDetails() const;
  [[nodiscard]] QString model() const;
  [[nodiscard]] KeyListModel* keys() { return &m_keys; }
  [[nodiscard]] RequestListModel* requests() { return &m_requests; }
  [[nodiscard]] QString activity() const;
  [[nodiscard]] QStringList cacheCells() const;
  [[nodiscard]] QVariantList cacheLegend() const;
  [[nodiscard]] QString cacheText() const;
  [[nodiscard]] QVariantList examples() const;
  [[nodiscard]] QString newKey() const { return m_newKey; }
  [[nodiscard]] QString newKeyName() const { return m_newKeyName; }
  [[nodiscard]] QVariantList scopes() const;

  // While the page is shown, its numbers are kept up to date.
  Q_INVOKABLE void setShown(bool shown);
  Q_INVOKABLE void start();
  Q_INVOKABLE void startOnFreePort();
  Q_INVOKABLE void stop();
  Q_INVOKABLE void addKey(const QString& name, const QStringList& scopes);
  // A notice offers to undo that.
  Q_INVOKABLE void removeKey(const QString& id);
  Q_INVOKABLE void dismissNewKey();
  Q_INVOKABLE void cancelRequest(const QString& id);
  // Copies, and says so.
  Q_INVOKABLE void copy(const QString& text, const QString& notice);

 signals:
  void changed();
  void portChanged();
  void startsWithAppChanged();
  void newKeyChanged();

 private:
  core::Application& m_application;
  Navigation& m_navigation;
  server::ServerSession& m_session;
  KeyListModel m_keys;
  RequestListModel m_requests;
  QString m_newKey;
  QString m_newKeyName;
};

}  // namespace alcove::ui
