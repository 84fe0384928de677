// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/structure.h"

#include <QQuickItem>

namespace alcove::ui {

namespace {

constexpr double kTolerance = 1.5;  // pixels; text sizes are rounded

struct Seen {
  QQuickItem* item;
  QRectF area;     // in the window
  QRectF visible;  // what is left of it inside every clipping parent
};

bool isText(const QQuickItem* item) { return item->inherits("QQuickText"); }

bool isControl(const QQuickItem* item) {
  return item->inherits("QQuickAbstractButton") || item->inherits("QQuickTextField") ||
         item->inherits("QQuickComboBox") || item->inherits("QQuickSlider");
}

QString describe(const QQuickItem* item) {
  QString text = item->property("text").toString();
  return QStringLiteral("%1 “%2”").arg(QLatin1String(item->metaObject()->className()),
                                       text.left(60));
}

void collect(QQuickItem* item, QRectF clip, QList<Seen>& seen) {
  if (!item->isVisible() || item->opacity() == 0) {
    return;
  }
  const QRectF area = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
  if ((isText(item) || isControl(item)) && area.intersects(clip)) {
    seen.append({item, area, area.intersected(clip)});
  }
  if (item->clip()) {
    clip = clip.intersected(area);
  }
  for (QQuickItem* child : item->childItems()) {
    collect(child, clip, seen);
  }
}

bool isAncestor(const QQuickItem* ancestor, const QQuickItem* item) {
  for (const QQuickItem* up = item->parentItem(); up != nullptr; up = up->parentItem()) {
    if (up == ancestor) {
      return true;
    }
  }
  return false;
}

// The popup (or the page) that an item belongs to; only things in the same one can collide.
QQuickItem* layerOf(QQuickItem* item) {
  QQuickItem* layer = nullptr;
  for (QQuickItem* up = item; up != nullptr; up = up->parentItem()) {
    if (up->inherits("QQuickPopupItem") ||
        QByteArray(up->metaObject()->className()).startsWith("ToastArea")) {
      return up;
    }
    layer = up;
  }
  return layer;
}

void checkText(const Seen& text, QStringList& problems) {
  if (text.item->property("text").toString().isEmpty()) {
    return;
  }
  const bool elides = text.item->property("elide").toInt() != Qt::ElideNone;
  const double width = text.item->property("contentWidth").toDouble();
  const double height = text.item->property("contentHeight").toDouble();
  if (!elides && width > text.item->width() + kTolerance) {
    problems.append(describe(text.item) + QStringLiteral(" is cut off at its side"));
  }
  if (height > text.item->height() + kTolerance) {
    problems.append(describe(text.item) + QStringLiteral(" is cut off at its foot"));
  }
}

// What floats must lie on its own surface, not over what is below.
void checkSurface(const Seen& one, QStringList& problems) {
  const QQuickItem* layer = layerOf(one.item);
  if (!layer->inherits("QQuickPopupItem")) {
    return;
  }
  const QRectF surface = layer->mapRectToScene(QRectF(0, 0, layer->width(), layer->height()));
  if (!surface.adjusted(-kTolerance, -kTolerance, kTolerance, kTolerance).contains(one.visible)) {
    problems.append(describe(one.item) + QStringLiteral(" reaches over what it floats on"));
  }
}

}  // namespace

QStringList structureProblems(QQuickWindow& window) {
  const QRectF whole(QPointF(0, 0), QSizeF(window.size()));
  QList<Seen> seen;
  collect(window.contentItem(), whole, seen);
  QStringList problems;
  QList<Seen> controls;
  for (const Seen& one : seen) {
    if (isText(one.item)) {
      checkText(one, problems);
    }
    checkSurface(one, problems);
    if (one.area.left() < -kTolerance || one.area.right() > whole.right() + kTolerance) {
      problems.append(describe(one.item) + QStringLiteral(" reaches over the window's side"));
    }
    if (isControl(one.item)) {
      controls.append(one);
    }
  }
  for (int i = 0; i < controls.size(); ++i) {
    for (int j = i + 1; j < controls.size(); ++j) {
      const Seen& a = controls.at(i);
      const Seen& b = controls.at(j);
      const QRectF common = a.visible.intersected(b.visible);
      const bool related = isAncestor(a.item, b.item) || isAncestor(b.item, a.item);
      if (!related && layerOf(a.item) == layerOf(b.item) && common.width() > kTolerance &&
          common.height() > kTolerance) {
        problems.append(QStringLiteral("%1 lies over %2").arg(describe(b.item), describe(a.item)));
      }
    }
  }
  return problems;
}

}  // namespace alcove::ui
