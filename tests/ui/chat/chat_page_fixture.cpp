// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/chat/chat_page_fixture.h"

#include <QAccessible>
#include <QQmlComponent>
#include <QQuickItem>
#include <QTest>
#include <algorithm>
#include <cstdlib>

#include "components/fonts.h"
#include "components/icon_provider.h"
#include "core/paths.h"

// Qt's code generator writes one such function for each QML module.
void qml_register_types_Alcove_Components();
void qml_register_types_Alcove_Chat();
void qml_register_types_Alcove_Models();

namespace alcove::ui {
namespace {

void collect(QQuickItem* root, QList<QQuickItem*>& items) {
  items.append(root);
  for (QQuickItem* child : root->childItems()) {
    collect(child, items);
  }
}

QString accessibleName(QQuickItem* item) {
  QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
  return accessible == nullptr ? QString() : accessible->text(QAccessible::Name);
}

}  // namespace

ChatPage::ChatPage() : application(core::Paths::inside(folder.path())) {
  static const bool isReady = [] {
    installFonts();
    qml_register_types_Alcove_Components();
    qml_register_types_Alcove_Chat();
    qml_register_types_Alcove_Models();
    return true;
  }();
  Q_UNUSED(isReady);
  viewModel = std::make_unique<ChatViewModel>(application, navigation);
  navigation.installIn(engine);
  engine.addImportPath(u"qrc:/qt/qml"_qs);
  engine.addImageProvider(u"icon"_qs, new IconProvider);
  window.resize(1000, 700);
  QQmlComponent component(&engine, QUrl(u"qrc:/qt/qml/Alcove/Chat/ChatPage.qml"_qs));
  EXPECT_TRUE(component.isReady()) << component.errorString().toStdString();
  QObject* object = component.createWithInitialProperties(
      {{u"viewModel"_qs, QVariant::fromValue(viewModel.get())}});
  EXPECT_NE(object, nullptr) << component.errorString().toStdString();
  page.reset(qobject_cast<QQuickItem*>(object));
  if (!page) {
    std::abort();  // no test could say anything
  }
  page->setParentItem(window.contentItem());
  const auto fit = [this] { page->setSize(QSizeF(window.size())); };
  QObject::connect(&window, &QWindow::widthChanged, page.get(), fit);
  QObject::connect(&window, &QWindow::heightChanged, page.get(), fit);
  fit();
  window.show();
  window.requestActivate();
  EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
  settle();
}

ChatPage::~ChatPage() { page.reset(); }

chats::ChatId ChatPage::addExchange(const QString& question, const QString& answer) {
  chats::ChatStore& store = application.chats();
  const chats::ChatId chat = store.create();
  const auto asked = store.append(chat, 0, chats::Role::User, question);
  store.append(chat, asked, chats::Role::Assistant, answer);
  return chat;
}

void ChatPage::open() {
  const QList<chats::Chat> chats = application.chats().list();
  navigation.openChat(chats.isEmpty() ? 0 : chats.first().id);
  settle();
}

void ChatPage::settle() { QTest::qWait(4 * MessageListModel::kStreamIntervalMs); }

QList<QQuickItem*> ChatPage::itemsOf(const char* type) const {
  QList<QQuickItem*> all;
  collect(page.get(), all);
  all.removeIf([type](const QQuickItem* candidate) {
    return !QByteArray(candidate->metaObject()->className()).startsWith(QByteArray(type) + "_QML");
  });
  return all;
}

QQuickItem* ChatPage::item(const char* type) const {
  const QList<QQuickItem*> found = itemsOf(type);
  EXPECT_FALSE(found.isEmpty()) << "there is no " << type;
  return found.isEmpty() ? page.get() : found.first();
}

QQuickItem* ChatPage::findByText(const QString& text) const {
  QList<QQuickItem*> all;
  collect(page.get(), all);
  const auto found = std::find_if(all.begin(), all.end(), [&text](QQuickItem* candidate) {
    return isShown(candidate) &&
           (candidate->property("text").toString() == text || accessibleName(candidate) == text);
  });
  return found == all.end() ? nullptr : *found;
}

bool ChatPage::isShown(const QQuickItem* item) {
  return item != nullptr && item->isVisible() && item->width() > 0 && item->height() > 0;
}

void ChatPage::setScheme(const QString& scheme) {
  QQmlComponent component(&engine);
  component.setData(
      "import QtQml\nimport Alcove.Components\nQtObject { property QtObject theme: Theme }",
      QUrl());
  const std::unique_ptr<QObject> holder(component.create());
  ASSERT_NE(holder, nullptr) << component.errorString().toStdString();
  auto* theme = holder->property("theme").value<QObject*>();
  ASSERT_NE(theme, nullptr);
  theme->setProperty("scheme", scheme);
  window.setColor(theme->property("window").value<QColor>());
  settle();
}

void ChatPage::focusComposer() { QMetaObject::invokeMethod(item("Composer"), "takeFocus"); }

void ChatPage::type(const QString& text) {
  if (window.activeFocusItem() == nullptr || window.activeFocusItem()->property("text").isNull()) {
    focusComposer();
  }
  for (const QChar c : text) {
    QTest::keyClick(&window, c.toLatin1());
  }
}

void ChatPage::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(&window, key, modifiers);
}

void ChatPage::click(QQuickItem* item) {
  ASSERT_NE(item, nullptr);
  const QPointF centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
  QTest::mouseClick(&window, Qt::LeftButton, {}, centre.toPoint());
}

QString ChatPage::composerText() const { return item("ComposerText")->property("text").toString(); }

}  // namespace alcove::ui
