// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/division_view_model.h"

#include <QFileInfo>
#include <QLocale>
#include <QVariantMap>
#include <algorithm>
#include <cmath>

#include "chats/conversation.h"
#include "client/model_session.h"
#include "components/navigation.h"
#include "core/application.h"
#include "hardware/device_list_model.h"
#include "hardware/division_picture.h"
#include "hardware/hardware_session.h"
#include "library/model_library.h"
#include "settings/settings.h"

namespace alcove::ui {
namespace {

using settings::Settings;

constexpr int kShortestContext = 2048;

QVariantMap choice(const QVariant& value, const QString& text) {
  return {{QStringLiteral("value"), value}, {QStringLiteral("text"), text}};
}

}  // namespace

DivisionViewModel::DivisionViewModel(core::Application& application, Navigation& navigation,
                                     QObject* parent)
    : QObject(parent),
      m_application(application),
      m_navigation(navigation),
      m_session(application.hardware()),
      m_kept(DivisionDraft::of(application.settings())),
      m_draft(m_kept) {
  const Settings& settings = application.settings();
  for (const auto signal :
       {&Settings::deviceChanged, &Settings::contextTokensChanged, &Settings::deviceBudgetsChanged,
        &Settings::cacheOnProcessorChanged, &Settings::cacheTypeChanged})
    connect(&settings, signal, this, &DivisionViewModel::settingsChanged);
  connect(&m_session, &hardware::HardwareSession::planned, this, &DivisionViewModel::take);
  connect(&m_session, &hardware::HardwareSession::planFailed, this, &DivisionViewModel::fail);
  connect(&m_session, &hardware::HardwareSession::changed, this, [this] {
    if (!m_known && m_problem.isEmpty() && !m_session.isPlanning()) ask();
    emit changed();
  });
  connect(&application.modelSession(), &client::ModelSession::stateChanged, this,
          &DivisionViewModel::chooseModel);
  const library::ModelLibrary& library = application.library();
  for (const auto signal : {&library::ModelLibrary::entriesChanged})
    connect(&library, signal, this, &DivisionViewModel::chooseModel);
  connect(&library, &library::ModelLibrary::entryChanged, this, &DivisionViewModel::chooseModel);
}

void DivisionViewModel::setShown(bool shown) {
  m_shown = shown;
  if (!shown) return;
  chooseModel();
  ask();
}

QString DivisionViewModel::state() const {
  if (m_model.isEmpty()) return QStringLiteral("none");
  if (!m_problem.isEmpty()) return QStringLiteral("failed");
  return m_known ? QStringLiteral("shown") : QStringLiteral("waiting");
}

bool DivisionViewModel::planning() const { return m_session.isPlanning(); }

QVariantList DivisionViewModel::models() const {
  QVariantList rows;
  bool listed = m_model.isEmpty();
  for (const library::Entry& entry : m_application.library().entries()) {
    if (entry.state != library::EntryState::Known) continue;
    listed = listed || entry.path == m_model;
    rows.append(choice(entry.path, entry.name));
  }
  if (!listed) rows.prepend(choice(m_model, QFileInfo(m_model).completeBaseName()));
  return rows;
}

void DivisionViewModel::setModel(const QString& path) {
  if (path == m_model) return;
  m_modelPicked = true;
  m_model = path;
  m_known = false;
  ask();
}

// The wanted model, until the person picks one; where none is wanted, the first of the library.
void DivisionViewModel::chooseModel() {
  QString path = m_modelPicked ? m_model : m_application.modelSession().wanted().path;
  if (path.isEmpty()) path = m_application.defaultModelPath();
  if (path.isEmpty()) {
    const auto& entries = m_application.library().entries();
    const auto known = std::find_if(
        entries.begin(), entries.end(),
        [](const library::Entry& entry) { return entry.state == library::EntryState::Known; });
    if (known != entries.end()) path = known->path;
  }
  emit modelsChanged();
  if (path == m_model) return;
  m_model = path;
  m_known = false;
  ask();
}

QVariantList DivisionViewModel::contexts() const {
  const int most = std::max(m_division.trainedContextTokens, kShortestContext);
  QVariantList rows = {choice(0, tr("Automatic context"))};
  const auto row = [](int tokens) {
    return choice(tokens, tr("%1 tokens").arg(QLocale().toString(tokens)));
  };
  bool listed = m_draft.contextTokens == 0;
  for (int tokens = kShortestContext; tokens <= most && tokens > 0; tokens *= 2) {
    if (!listed && m_draft.contextTokens < tokens) rows.append(row(m_draft.contextTokens));
    listed = listed || m_draft.contextTokens <= tokens;
    rows.append(row(tokens));
  }
  if (!listed) rows.append(row(m_draft.contextTokens));
  return rows;
}

void DivisionViewModel::setContext(int tokens) {
  DivisionDraft draft = m_draft;
  draft.contextTokens = tokens;
  edit(draft);
}

QVariantList DivisionViewModel::devices() const {
  QVariantList rows = {choice(QStringLiteral("auto"), tr("Automatic"))};
  QStringList kinds;
  for (const client::DeviceInfo& device : m_session.devices().devices)
    if (device.memoryBytes > 0 && !kinds.contains(device.kind)) kinds << device.kind;
  if (m_draft.device != QLatin1String("auto") && !kinds.contains(m_draft.device))
    kinds << m_draft.device;
  for (const QString& kind : kinds) rows.append(choice(kind, deviceKindInWords(kind)));
  return rows;
}

void DivisionViewModel::setDevice(const QString& kind) {
  DivisionDraft draft = m_draft;
  draft.device = kind;
  edit(draft);
}

void DivisionViewModel::setCacheOnProcessor(bool on) {
  DivisionDraft draft = m_draft;
  draft.cacheOnProcessor = on;
  edit(draft);
}

void DivisionViewModel::setBudget(const QString& key, double bytes) {
  DivisionDraft draft = m_draft;
  draft.budgets.insert(key, std::floor(bytes));  // as the settings keep it
  edit(draft);
}

void DivisionViewModel::clearBudget(const QString& key) {
  DivisionDraft draft = m_draft;
  draft.budgets.remove(key);
  edit(draft);
}

void DivisionViewModel::edit(const DivisionDraft& draft) {
  if (draft == m_draft) return;
  m_draft = draft;
  m_shares.setBudgets(m_draft.budgets);
  ask();
}

QVariantList DivisionViewModel::strips() const {
  QVariantList rows;
  for (const DivisionStrip& strip : divisionStrips(m_division)) {
    QVariantList cells;
    for (const int cell : strip.cells) cells.append(cell);
    rows.append(
        QVariantMap{{QStringLiteral("name"), strip.name}, {QStringLiteral("cells"), cells}});
  }
  return rows;
}

QString DivisionViewModel::pictureText() const { return divisionInWords(m_division); }

bool DivisionViewModel::dirty() const { return m_draft != m_kept; }

bool DivisionViewModel::canApply() const {
  if (m_model.isEmpty() || !m_upToDate || !m_problem.isEmpty() || !m_division.fits) return false;
  return dirty() || m_application.modelSession().wanted().path != m_model;
}

void DivisionViewModel::apply() {
  if (!canApply()) return;
  const DivisionDraft before = m_kept;
  const QString modelBefore = m_application.modelSession().wanted().path;
  keep(m_draft, m_model);
  m_navigation.notifyWithAction(tr("The new division is kept for all models."), tr("Undo"),
                                [this, before, modelBefore] { keep(before, modelBefore); });
}

void DivisionViewModel::revert() { edit(m_kept); }

void DivisionViewModel::reset() {
  if (m_draft.isAutomatic() && m_kept.isAutomatic()) return;
  const DivisionDraft before = m_kept;
  DivisionDraft automatic;
  automatic.contextTokens = m_kept.contextTokens;
  const QString model = m_application.modelSession().wanted().path;
  keep(automatic, model);
  m_navigation.notifyWithAction(tr("Alcove divides models by itself again."), tr("Undo"),
                                [this, before, model] { keep(before, model); });
}

// An answer that is being written is not cut short: the application loads the model again after it.
void DivisionViewModel::keep(const DivisionDraft& draft, const QString& model) {
  const QString wanted = m_application.modelSession().wanted().path;
  draft.writeTo(m_application.settings());
  edit(draft);
  const bool waits = model == wanted && m_application.conversation().isAnsweringAny();
  if (!model.isEmpty() && !waits) m_application.useModel(model);
  emit changed();
}

void DivisionViewModel::retry() {
  m_problem.clear();
  m_known = false;
  ask();
}

// What changed elsewhere takes the place of a draft only where the person did not touch it.
void DivisionViewModel::settingsChanged() {
  const DivisionDraft now = DivisionDraft::of(m_application.settings());
  const bool untouched = m_draft == m_kept;
  m_kept = now;
  if (untouched) edit(now);
  emit changed();
}

void DivisionViewModel::ask() {
  m_upToDate = false;
  if (m_shown && m_session.hasEngine() && !m_model.isEmpty())
    m_session.plan(m_draft.request(m_model, m_application.settings()));
  emit changed();
}

void DivisionViewModel::take(const client::DivisionRequest& request,
                             const client::Division& division) {
  if (request.path != m_model) return;
  m_division = division;
  m_known = true;
  m_upToDate = request == m_draft.request(m_model, m_application.settings());
  m_problem.clear();
  m_problemDetails.clear();
  m_shares.show(m_division, m_session.devices(), m_draft.budgets);
  emit stripsChanged();
  emit changed();
}

void DivisionViewModel::fail(const core::Error& error) {
  // The page says that the engine is gone, and the question is asked again when it is back.
  if (error.code == core::ErrorCode::EngineGone) {
    m_known = false;
    emit changed();
    return;
  }
  m_problem = error.sentence;
  m_problemDetails = error.details;
  emit changed();
}

}  // namespace alcove::ui
