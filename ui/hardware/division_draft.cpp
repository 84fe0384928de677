// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/division_draft.h"

#include "settings/settings.h"

namespace alcove::ui {

DivisionDraft DivisionDraft::of(const settings::Settings& settings) {
  return {settings.device(), settings.contextTokens(), settings.deviceBudgets(),
          settings.cacheOnProcessor()};
}

void DivisionDraft::writeTo(settings::Settings& settings) const {
  settings.setDevice(device);
  settings.setContextTokens(contextTokens);
  settings.setDeviceBudgets(budgets);
  settings.setCacheOnProcessor(cacheOnProcessor);
}

bool DivisionDraft::isAutomatic() const {
  return device == QLatin1String("auto") && budgets.isEmpty() && !cacheOnProcessor;
}

client::DivisionRequest DivisionDraft::request(const QString& model,
                                               const settings::Settings& settings) const {
  client::DivisionRequest request;
  request.path = model;
  request.contextTokens = contextTokens;
  request.device = device;
  if (settings.cacheType() != QLatin1String("auto")) request.cacheType = settings.cacheType();
  request.budgets = client::budgetTexts(budgets);
  request.cacheOnProcessor = cacheOnProcessor;
  return request;
}

}  // namespace alcove::ui
