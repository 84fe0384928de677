// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQuickImageProvider>

namespace alcove::ui {

// Draws the icons of resources/icons in any colour: "image://icon/NAME/RRGGBB" or "…/AARRGGBB".
// Called from the image loader's threads; holds no state.
class IconProvider : public QQuickImageProvider {
 public:
  IconProvider();

  // `size` receives the size of the picture in pixels; without a requested size it is 24.
  // An unknown name gives an empty picture and a warning.
  QImage requestImage(const QString& id, QSize* size, const QSize& requestedSize) override;
};

}  // namespace alcove::ui
