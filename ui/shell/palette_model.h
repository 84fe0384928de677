// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "shell/page_table.h"

namespace alcove::ui {

// How well `title` fits what was typed: 0 not at all, more is better. Every word of `query` has to
// begin a word of the title or, for less, stand somewhere in it.
[[nodiscard]] int matchScore(const QString& title, const QString& query);

// What the command palette offers for the text typed so far: actions, chats and models. GUI thread.
class PaletteModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window owns it")
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
 public:
  enum Role {
    TitleRole = Qt::UserRole,  // QString
    IconNameRole,              // QString
    HintRole,                  // QString: a shortcut, or what kind of thing it is
  };

  explicit PaletteModel(const PageContext& context, QObject* parent = nullptr);

  [[nodiscard]] QString query() const { return m_query; }
  void setQuery(const QString& query);
  // Reads everything again; called when the palette opens.
  Q_INVOKABLE void refresh();
  Q_INVOKABLE void activate(int row);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void queryChanged();
  void actionRequested(const QString& actionId);

 private:
  enum class Kind { Action, Chat, Model };
  struct Row {
    Kind kind;
    QString key;  // action's id, chat's id or model's path
    QString title;
    QString hint;
    int score = 0;
  };
  [[nodiscard]] QList<Row> everything() const;

  PageContext m_context;
  QString m_query;
  QList<Row> m_rows;
};

}  // namespace alcove::ui
