// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "components/icon_provider.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace alcove::ui {

namespace {
constexpr int kDefaultSize = 24;
}

IconProvider::IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requestedSize) {
  const QString name = id.section('/', 0, 0);
  const QColor color(QLatin1Char('#') + id.section('/', 1, 1));
  const QSize pixels = requestedSize.isEmpty() ? QSize(kDefaultSize, kDefaultSize) : requestedSize;
  if (size != nullptr) {
    *size = pixels;
  }
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) {
    qWarning("There is no icon named '%s'.", qUtf8Printable(name));
    return image;
  }
  QByteArray svg = file.readAll();
  svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
  QSvgRenderer renderer(svg);
  QPainter painter(&image);
  painter.setOpacity(color.alphaF());
  renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(pixels)));
  return image;
}

}  // namespace alcove::ui
