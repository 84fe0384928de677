// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/shell_view_model.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QPalette>

#include "chats/chat_store.h"
#include "components/navigation.h"
#include "core/application.h"
#include "library/model_library.h"
#include "onboarding/onboarding_view_model.h"
#include "settings/settings.h"

namespace alcove::ui {

namespace {

constexpr int kMiddleGrey = 128;

QString systemScheme() {
  const QColor window = QGuiApplication::palette().color(QPalette::Window);
  return window.lightness() < kMiddleGrey ? QStringLiteral("dark") : QStringLiteral("light");
}

bool isModelOrFolder(const QUrl& url) {
  const QFileInfo info(url.toLocalFile());
  return url.isLocalFile() &&
         (info.isDir() || info.suffix().compare(QLatin1String("gguf"), Qt::CaseInsensitive) == 0);
}

}  // namespace

ShellViewModel::ShellViewModel(const PageContext& context, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_pages(context),
      m_chats(context.application.chats(), context.application.conversation()),
      m_palette(context),
      m_notices(context.application) {
  const settings::Settings& settings = context.application.settings();
  connect(&settings, &settings::Settings::themeChanged, this, &ShellViewModel::lookChanged);
  connect(&settings, &settings::Settings::textScaleChanged, this, &ShellViewModel::lookChanged);
  connect(&settings, &settings::Settings::reduceMotionChanged, this, &ShellViewModel::lookChanged);
  connect(&settings, &settings::Settings::sidebarVisibleChanged, this,
          &ShellViewModel::sidebarVisibleChanged);
  connect(&settings, &settings::Settings::onboardingDoneChanged, this,
          &ShellViewModel::onboardingChanged);
  connect(&context.navigation, &Navigation::pageChanged, this, &ShellViewModel::pageChanged);
  connect(&context.navigation, &Navigation::pageChanged, this, &ShellViewModel::titleChanged);
  connect(&context.navigation, &Navigation::chatChanged, this, &ShellViewModel::titleChanged);
  connect(&context.application.chats(), &chats::ChatStore::chatChanged, this,
          &ShellViewModel::titleChanged);
  connect(&m_palette, &PaletteModel::actionRequested, this, &ShellViewModel::runAction);
}

QString ShellViewModel::scheme() const {
  const QString theme = m_context.application.settings().theme();
  return theme == QLatin1String("system") ? systemScheme() : theme;
}

double ShellViewModel::textScale() const { return m_context.application.settings().textScale(); }

bool ShellViewModel::reducedMotion() const {
  return m_context.application.settings().reduceMotion();
}

bool ShellViewModel::sidebarVisible() const {
  return m_context.application.settings().sidebarVisible();
}

void ShellViewModel::setSidebarVisible(bool visible) {
  m_context.application.settings().setSidebarVisible(visible);
}

bool ShellViewModel::hasChatList() const {
  return m_pages.hasChatList(m_context.navigation.page());
}

QString ShellViewModel::title() const {
  if (!hasChatList()) {
    return tr("%1 – Alcove").arg(m_pages.title(m_context.navigation.page()));
  }
  const auto chat = m_context.application.chats().findChat(m_context.navigation.chat());
  return chat ? tr("%1 – Alcove").arg(chat->title) : QStringLiteral("Alcove");
}

bool ShellViewModel::onboarding() const {
  return !m_context.application.settings().onboardingDone();
}

QObject* ShellViewModel::onboardingViewModel() {
  if (m_onboarding == nullptr) {
    m_onboarding = new OnboardingViewModel(m_context.application, m_context.navigation, this);
  }
  return m_onboarding;
}

void ShellViewModel::runAction(const QString& actionId) {
  Navigation& navigation = m_context.navigation;
  if (actionId.startsWith(QLatin1String("page."))) {
    navigation.goTo(actionId.section(QLatin1Char('.'), 1));
  } else if (actionId == QLatin1String("newChat")) {
    navigation.openChat(0);
  } else if (actionId == QLatin1String("palette")) {
    navigation.openPalette();
  } else if (actionId == QLatin1String("find")) {
    navigation.goTo(QStringLiteral("chat"));
    emit searchRequested();
  } else if (actionId == QLatin1String("model")) {
    navigation.goTo(QStringLiteral("chat"));
    navigation.pickModel();
  } else if (actionId == QLatin1String("sidebar")) {
    emit sidebarToggleRequested();
  } else if (actionId == QLatin1String("shortcuts")) {
    navigation.showShortcuts();
  } else if (actionId == QLatin1String("quit")) {
    emit quitRequested();
  }
}

void ShellViewModel::renameChat(qint64 chat, const QString& title) {
  try {
    m_context.application.chats().rename(chat, title);
  } catch (const core::Error& error) {
    m_context.navigation.notify(error.sentence);
  }
}

void ShellViewModel::removeChat(qint64 chat) {
  chats::ChatStore& store = m_context.application.chats();
  Navigation& navigation = m_context.navigation;
  try {
    const QString title = store.requireChat(chat).title;
    const bool wasShown = navigation.chat() == chat;
    store.remove(chat);
    if (wasShown) {
      navigation.openChat(0);
    }
    navigation.notifyWithAction(tr("Deleted “%1”.").arg(title), tr("Undo"),
                                [&store, &navigation, chat, wasShown] {
                                  store.restore(chat);
                                  if (wasShown) {
                                    navigation.openChat(chat);
                                  }
                                });
  } catch (const core::Error& error) {
    navigation.notify(error.sentence);
  }
}

bool ShellViewModel::canDrop(const QList<QUrl>& urls) {
  return std::any_of(urls.begin(), urls.end(), isModelOrFolder);
}

void ShellViewModel::drop(const QList<QUrl>& urls) {
  for (const QUrl& url : urls) {
    addDropped(url);
  }
}

void ShellViewModel::addDropped(const QUrl& url) {
  library::ModelLibrary& models = m_context.application.library();
  const QString path = url.toLocalFile();
  try {
    if (QFileInfo(path).isDir()) {
      models.addFolder(path);
    } else {
      models.addFile(path);
    }
    m_context.navigation.goTo(QStringLiteral("models"));
    m_context.navigation.notify(tr("Added %1.").arg(QFileInfo(path).fileName()));
  } catch (const core::Error& error) {
    m_context.navigation.notify(error.sentence);
  }
}

}  // namespace alcove::ui
