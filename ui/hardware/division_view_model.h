// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>

#include "hardware/division_draft.h"
#include "hardware/share_list_model.h"

namespace alcove::core {
class Application;
struct Error;
}  // namespace alcove::core
namespace alcove::hardware {
class HardwareSession;
}

namespace alcove::ui {

class Navigation;

// How a model lies on the devices, and another way that the person tries before it is applied. GUI
// thread.
class DivisionViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page's view model owns it")
  // "none" (no model is there), "waiting" (nothing is known yet), "shown", "failed"
  Q_PROPERTY(QString state READ state NOTIFY changed)
  // A newer picture is on its way
  Q_PROPERTY(bool planning READ planning NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString problemDetails READ problemDetails NOTIFY changed)
  // [{value, text}] each, and what of them is chosen
  Q_PROPERTY(QVariantList models READ models NOTIFY modelsChanged)
  Q_PROPERTY(QString model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QVariantList contexts READ contexts NOTIFY changed)
  Q_PROPERTY(int context READ context WRITE setContext NOTIFY changed)
  Q_PROPERTY(QVariantList devices READ devices NOTIFY changed)
  Q_PROPERTY(QString device READ device WRITE setDevice NOTIFY changed)
  Q_PROPERTY(bool cacheOnProcessor READ cacheOnProcessor WRITE setCacheOnProcessor NOTIFY changed)
  // More devices than the processor are in the picture
  Q_PROPERTY(bool divided READ divided NOTIFY changed)
  Q_PROPERTY(alcove::ui::ShareListModel* shares READ shares CONSTANT)
  // [{name, cells: [index of a device, or -1 for what is read from the file]}]
  Q_PROPERTY(QVariantList strips READ strips NOTIFY stripsChanged)
  Q_PROPERTY(QString pictureText READ pictureText NOTIFY stripsChanged)
  // Something is read from the file at each use
  Q_PROPERTY(bool streams READ streams NOTIFY changed)
  // Sentences
  Q_PROPERTY(QStringList reasons READ reasons NOTIFY changed)
  Q_PROPERTY(QStringList advice READ advice NOTIFY changed)
  Q_PROPERTY(bool fits READ fits NOTIFY changed)
  // What is shown differs from the settings
  Q_PROPERTY(bool dirty READ dirty NOTIFY changed)
  Q_PROPERTY(bool canApply READ canApply NOTIFY changed)
  Q_PROPERTY(bool automatic READ automatic NOTIFY changed)
 public:
  // All must outlive the view model.
  DivisionViewModel(core::Application& application, Navigation& navigation,
                    QObject* parent = nullptr);

  [[nodiscard]] QString state() const;
  [[nodiscard]] bool planning() const;
  [[nodiscard]] QString problem() const { return m_problem; }
  [[nodiscard]] QString problemDetails() const { return m_problemDetails; }
  [[nodiscard]] QVariantList models() const;
  [[nodiscard]] QString model() const { return m_model; }
  void setModel(const QString& path);
  [[nodiscard]] QVariantList contexts() const;
  [[nodiscard]] int context() const { return m_draft.contextTokens; }
  void setContext(int tokens);
  [[nodiscard]] QVariantList devices() const;
  [[nodiscard]] QString device() const { return m_draft.device; }
  void setDevice(const QString& kind);
  [[nodiscard]] bool cacheOnProcessor() const { return m_draft.cacheOnProcessor; }
  void setCacheOnProcessor(bool on);
  [[nodiscard]] bool divided() const { return m_division.devices.size() > 1; }
  [[nodiscard]] ShareListModel* shares() { return &m_shares; }
  [[nodiscard]] QVariantList strips() const;
  [[nodiscard]] QString pictureText() const;
  [[nodiscard]] bool streams() const { return m_division.streamedBytes > 0; }
  [[nodiscard]] QStringList reasons() const { return m_division.reasons; }
  [[nodiscard]] QStringList advice() const { return m_division.advice; }
  [[nodiscard]] bool fits() const { return m_division.fits; }
  [[nodiscard]] bool dirty() const;
  [[nodiscard]] bool canApply() const;
  [[nodiscard]] bool automatic() const { return m_draft.isAutomatic(); }

  // `key` is a row's of shares().
  Q_INVOKABLE void setBudget(const QString& key, double bytes);
  Q_INVOKABLE void clearBudget(const QString& key);
  // Keeps what is shown in the settings and loads the model with it. A notice offers to undo that.
  Q_INVOKABLE void apply();
  // Back to what the settings say.
  Q_INVOKABLE void revert();
  // The engine decides again: as if everything had been set to automatic and applied.
  Q_INVOKABLE void reset();
  Q_INVOKABLE void retry();

  // Follows the loaded model and the settings while it is shown.
  void setShown(bool shown);

 signals:
  void changed();
  void modelsChanged();
  void stripsChanged();

 private:
  void chooseModel();
  void settingsChanged();
  void edit(const DivisionDraft& draft);
  void ask();
  void keep(const DivisionDraft& draft, const QString& model);
  void take(const client::DivisionRequest& request, const client::Division& division);
  void fail(const core::Error& error);

  core::Application& m_application;
  Navigation& m_navigation;
  hardware::HardwareSession& m_session;
  ShareListModel m_shares;
  QString m_model;
  bool m_modelPicked = false;  // by the person; else it follows the loaded one
  DivisionDraft m_kept;        // as the settings say
  DivisionDraft m_draft;
  client::Division m_division;
  bool m_known = false;     // m_division is one
  bool m_upToDate = false;  // and that of m_draft
  bool m_shown = false;
  QString m_problem;
  QString m_problemDetails;
};

}  // namespace alcove::ui
