// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/message_list_model.h"

#include <QJsonObject>
#include <QLocale>
#include <algorithm>

#include "chat/answer_words.h"
#include "chat/block_list_model.h"
#include "chats/chat_store.h"

namespace alcove::ui {

using chats::Message;
using chats::MessageState;

struct MessageListModel::Item {
  Message message;
  std::unique_ptr<BlockListModel> blocks;  // made when a delegate or a search first asks
  bool isPending = false;                  // text came that the blocks do not show yet
  qsizetype announced = 0;                 // characters that sentenceFinished() has told
};

namespace {

bool samePlace(const Message& a, const Message& b) {
  return a.siblingIndex == b.siblingIndex && a.siblingCount == b.siblingCount;
}

QString errorTitle(const Message& message) {
  const bool isBroken =
      message.state == MessageState::Interrupted || message.state == MessageState::Failed;
  if (!isBroken) {
    return {};
  }
  const QString sentence = message.stats[u"error"].toObject()[u"sentence"].toString();
  if (!sentence.isEmpty()) {
    return sentence;
  }
  return message.state == MessageState::Interrupted
             ? MessageListModel::tr("Alcove was closed while this answer was being written.")
             : MessageListModel::tr("This answer could not be written.");
}

}  // namespace

MessageListModel::MessageListModel(chats::ChatStore& store, QObject* parent)
    : QAbstractListModel(parent), m_store(store) {
  m_streamTimer.setInterval(kStreamIntervalMs);
  m_streamTimer.setSingleShot(true);
  connect(&m_streamTimer, &QTimer::timeout, this, &MessageListModel::showPending);
  connect(&store, &chats::ChatStore::messageGrew, this, &MessageListModel::onGrew);
  connect(&store, &chats::ChatStore::messageChanged, this, &MessageListModel::onMessageChanged);
  connect(&store, &chats::ChatStore::pathChanged, this, [this](qint64 chat) {
    if (chat == m_chat) {
      reload();
    }
  });
}

MessageListModel::~MessageListModel() = default;

void MessageListModel::setChat(chats::ChatId chat) {
  if (chat == m_chat) {
    return;
  }
  m_chat = chat;
  reload();
}

// Rows whose message stayed keep their blocks, so that the page does not jump.
void MessageListModel::reload() {
  QList<Message> path;
  if (m_chat != 0 && m_store.findChat(m_chat)) {
    path = m_store.activePath(m_chat);
    path.removeIf([](const Message& message) { return message.role == chats::Role::System; });
  }
  const auto newCount = static_cast<std::size_t>(path.size());
  std::size_t kept = 0;
  while (kept < m_items.size() && kept < newCount &&
         m_items[kept]->message.id == path[static_cast<qsizetype>(kept)].id) {
    ++kept;
  }
  if (kept < m_items.size()) {
    beginRemoveRows({}, static_cast<int>(kept), rowCount() - 1);
    m_items.resize(kept);
    endRemoveRows();
  }
  for (std::size_t i = 0; i < kept; ++i) {
    Message& fresh = path[static_cast<qsizetype>(i)];
    const bool moved = !samePlace(m_items[i]->message, fresh);
    m_items[i]->message.siblingIndex = fresh.siblingIndex;
    m_items[i]->message.siblingCount = fresh.siblingCount;
    if (moved) {
      const QModelIndex changed = index(static_cast<int>(i));
      emit dataChanged(changed, changed, {BranchIndexRole, BranchCountRole});
    }
  }
  if (newCount > kept) {
    beginInsertRows({}, static_cast<int>(kept), static_cast<int>(newCount) - 1);
    for (std::size_t i = kept; i < newCount; ++i) {
      auto item = std::make_unique<Item>();
      item->message = path[static_cast<qsizetype>(i)];
      item->announced = item->message.state == MessageState::Streaming
                            ? 0
                            : item->message.text.size();  // only new text is read aloud
      m_items.push_back(std::move(item));
    }
    endInsertRows();
  }
  emit countChanged();
}

void MessageListModel::onGrew(qint64 chat, qint64 message, const QString& addition) {
  const int row = chat == m_chat ? rowOf(message) : -1;
  if (row < 0) {
    return;
  }
  Item& item = *m_items[static_cast<std::size_t>(row)];
  item.message.text += addition;
  item.isPending = true;
  if (!m_streamTimer.isActive()) {
    m_streamTimer.start();
  }
}

void MessageListModel::showPending() {
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    Item& item = *m_items[i];
    if (!std::exchange(item.isPending, false)) {
      continue;
    }
    if (item.blocks) {
      refreshBlocks(item);
    }
    const QModelIndex changed = index(static_cast<int>(i));
    emit dataChanged(changed, changed, {HasTextRole});
    announce(item, false);
  }
}

void MessageListModel::onMessageChanged(qint64 chat, qint64 message) {
  const int row = chat == m_chat ? rowOf(message) : -1;
  if (row < 0) {
    return;
  }
  const std::optional<Message> fresh = m_store.findMessage(message);
  if (!fresh) {
    return;
  }
  Item& item = *m_items[static_cast<std::size_t>(row)];
  item.message = *fresh;
  item.isPending = false;
  if (item.blocks) {
    refreshBlocks(item);
  }
  emit dataChanged(index(row), index(row));
  announce(item, item.message.state != MessageState::Streaming);
}

void MessageListModel::announce(Item& item, bool isFinished) {
  const QString& text = item.message.text;
  if (item.message.role != chats::Role::Assistant) {
    return;
  }
  qsizetype end = isFinished ? text.size() : -1;
  for (const QStringView mark : {u". ", u"? ", u"! ", u".\n", u"?\n", u"!\n", u":\n", u"\n\n"}) {
    const qsizetype found = isFinished ? -1 : text.lastIndexOf(mark);
    end = std::max(end, found < 0 ? -1 : found + mark.size());
  }
  if (end > item.announced) {
    const QString sentence = text.mid(item.announced, end - item.announced).simplified();
    item.announced = end;
    if (!sentence.isEmpty()) {
      emit sentenceFinished(sentence);
    }
  }
}

void MessageListModel::refreshBlocks(Item& item) const {
  using Source = MarkdownDocument::Source;
  Source source = Source::Markdown;
  if (item.message.role == chats::Role::User) {
    source = Source::PlainText;  // what a person typed is shown as it was typed
  } else if (item.message.state == MessageState::Streaming) {
    source = Source::StreamingMarkdown;
  }
  item.blocks->setText(item.message.text, source);
}

void MessageListModel::setEngineNow(const QString& sentence) {
  if (sentence == m_engineNow) {
    return;
  }
  m_engineNow = sentence;
  if (!m_items.empty()) {
    emit dataChanged(index(0), index(rowCount() - 1), {ErrorTextRole});
  }
}

QString MessageListModel::errorText(const Message& message) const {
  const QString code = message.stats[u"error"].toObject()[u"code"].toString();
  return code == u"engine_gone" ? m_engineNow : QString();
}

const Message* MessageListModel::messageAt(int row) const {
  return row < 0 || row >= rowCount() ? nullptr : &m_items[static_cast<std::size_t>(row)]->message;
}

const Message* MessageListModel::findMessage(chats::MessageId id) const {
  return messageAt(rowOf(id));
}

int MessageListModel::rowOf(qint64 message) const {
  for (std::size_t i = m_items.size(); i > 0; --i) {  // the end is asked for most
    if (m_items[i - 1]->message.id == message) {
      return static_cast<int>(i) - 1;
    }
  }
  return -1;
}

BlockListModel* MessageListModel::blocksAt(int row) const {
  Item& item = *m_items[static_cast<std::size_t>(row)];
  if (!item.blocks) {
    item.blocks = std::make_unique<BlockListModel>();
    refreshBlocks(item);
  }
  return item.blocks.get();
}

int MessageListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Message& message = m_items[static_cast<std::size_t>(index.row())]->message;
  switch (role) {
    case MessageIdRole:
      return message.id;
    case IsAnswerRole:
      return message.role == chats::Role::Assistant;
    case AuthorRole:
      return message.role == chats::Role::Assistant ? tr("Alcove") : tr("You");
    case BlocksRole:
      return QVariant::fromValue<QObject*>(blocksAt(index.row()));
    case StateRole:
      return chats::messageStateName(message.state);
    case HasTextRole:
      return !message.text.isEmpty();
    case ThoughtRole:
      return message.stats[u"thought"].toString();
    case StatsRole:
      return statsLine(message);
    case StatsDetailsRole:
      return statsDetails(message);
    case NoticeRole:
      return noticeText(message.stats);
    case BranchIndexRole:
      return message.siblingIndex + 1;
    case BranchCountRole:
      return message.siblingCount;
    case ErrorTitleRole:
      return errorTitle(message);
    case ErrorTextRole:
      return errorText(message);
    case ErrorDetailsRole:
      return message.stats[u"error"].toObject()[u"details"].toString();
    case WhenRole:
      return QLocale().toString(message.createdAt, QLocale::LongFormat);
    default:
      return {};
  }
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
  return {{MessageIdRole, "messageId"},
          {IsAnswerRole, "isAnswer"},
          {AuthorRole, "author"},
          {BlocksRole, "blocks"},
          {StateRole, "messageState"},
          {HasTextRole, "hasText"},
          {ThoughtRole, "thought"},
          {StatsRole, "stats"},
          {StatsDetailsRole, "statsDetails"},
          {NoticeRole, "notice"},
          {BranchIndexRole, "branchIndex"},
          {BranchCountRole, "branchCount"},
          {ErrorTitleRole, "errorTitle"},
          {ErrorTextRole, "errorText"},
          {ErrorDetailsRole, "errorDetails"},
          {WhenRole, "when"}};
}

}  // namespace alcove::ui
