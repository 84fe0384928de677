// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

namespace alcove::ui {

// What was typed and not sent yet, one text per chat (0: the chat that does not exist yet), in one
// JSON file that is written a moment after the last change. GUI thread.
class DraftStore : public QObject {
  Q_OBJECT
 public:
  static constexpr int kSaveDelayMs = 300;

  // A file that is absent or damaged counts as empty.
  explicit DraftStore(const QString& file, QObject* parent = nullptr);
  ~DraftStore() override;  // saves what is pending

  [[nodiscard]] QString draft(qint64 chat) const { return m_drafts.value(chat); }
  void setDraft(qint64 chat, const QString& text);
  // Writes now. A disk that refuses loses nothing that is on the screen: the next change tries
  // again.
  void save();

 private:
  QString m_file;
  QHash<qint64, QString> m_drafts;
  QTimer m_saveTimer;
};

}  // namespace alcove::ui
