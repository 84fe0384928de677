// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/draft_store.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/atomic_file.h"
#include "core/error.h"

namespace alcove::ui {

DraftStore::DraftStore(const QString& file, QObject* parent) : QObject(parent), m_file(file) {
  m_saveTimer.setSingleShot(true);
  m_saveTimer.setInterval(kSaveDelayMs);
  connect(&m_saveTimer, &QTimer::timeout, this, &DraftStore::save);
  QFile stored(file);
  if (!stored.open(QIODevice::ReadOnly)) {
    return;
  }
  const QJsonObject drafts = QJsonDocument::fromJson(stored.readAll()).object();
  for (auto it = drafts.begin(); it != drafts.end(); ++it) {
    bool isId = false;
    const qint64 chat = it.key().toLongLong(&isId);
    if (isId && it.value().isString()) {
      m_drafts.insert(chat, it.value().toString());
    }
  }
}

DraftStore::~DraftStore() {
  if (m_saveTimer.isActive()) {
    save();
  }
}

void DraftStore::setDraft(qint64 chat, const QString& text) {
  if (text == m_drafts.value(chat)) {
    return;
  }
  if (text.isEmpty()) {
    m_drafts.remove(chat);
  } else {
    m_drafts.insert(chat, text);
  }
  m_saveTimer.start();
}

void DraftStore::save() {
  m_saveTimer.stop();
  QJsonObject drafts;
  for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it) {
    drafts.insert(QString::number(it.key()), it.value());
  }
  try {
    core::writeFileAtomically(m_file, QJsonDocument(drafts).toJson(QJsonDocument::Compact));
  } catch (const core::Error& error) {
    qWarning("Drafts were not saved: %s", error.what());
  }
}

}  // namespace alcove::ui
