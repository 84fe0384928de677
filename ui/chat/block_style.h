// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QObject>

#include "chat/markdown/code_tokens.h"

namespace alcove::ui {

// The theme's colours and type as the documents of blocks need them. One object serves a page; QML
// binds it to Theme. Any change reaches the documents as one changed().
class BlockStyle : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QColor text MEMBER text NOTIFY changed)
  Q_PROPERTY(QColor secondary MEMBER secondary NOTIFY changed)
  Q_PROPERTY(QColor link MEMBER link NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line NOTIFY changed)
  Q_PROPERTY(QColor codeBackground MEMBER codeBackground NOTIFY changed)
  Q_PROPERTY(QColor keyword MEMBER keyword NOTIFY changed)
  Q_PROPERTY(QColor string MEMBER string NOTIFY changed)
  Q_PROPERTY(QColor number MEMBER number NOTIFY changed)
  Q_PROPERTY(QColor comment MEMBER comment NOTIFY changed)
  Q_PROPERTY(QColor name MEMBER name NOTIFY changed)
  Q_PROPERTY(QColor match MEMBER match NOTIFY changed)
  Q_PROPERTY(QColor currentMatch MEMBER currentMatch NOTIFY changed)
  Q_PROPERTY(QColor currentMatchText MEMBER currentMatchText NOTIFY changed)
  Q_PROPERTY(QString monoFamily MEMBER monoFamily NOTIFY changed)
  Q_PROPERTY(int codeSize MEMBER codeSize NOTIFY changed)         // px
  Q_PROPERTY(double lineHeight MEMBER lineHeight NOTIFY changed)  // of body text, 1.5
  Q_PROPERTY(int cellPadding MEMBER cellPadding NOTIFY changed)   // px, of tables
  Q_PROPERTY(int cellWidth MEMBER cellWidth NOTIFY changed)  // px; no column of a table is narrower
 public:
  using QObject::QObject;

  [[nodiscard]] QColor tokenColor(CodeTokenKind kind) const;

  QColor text;
  QColor secondary;
  QColor link;
  QColor line;
  QColor codeBackground;
  QColor keyword;
  QColor string;
  QColor number;
  QColor comment;
  QColor name;
  QColor match;
  QColor currentMatch;
  QColor currentMatchText;
  QString monoFamily;
  int codeSize = 13;
  double lineHeight = 1.5;
  int cellPadding = 8;
  int cellWidth = 96;

 signals:
  void changed();
};

}  // namespace alcove::ui
