// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "server/key_list_model.h"
#include "server/request_list_model.h"
#include "server/server_examples.h"

namespace alcove::ui {
namespace {

client::LiveRequest request(const char* id, qint64 tokens = 0) {
  client::LiveRequest result;
  result.id = QString::fromLatin1(id);
  result.completionTokens = tokens;
  result.state = QStringLiteral("answering");
  return result;
}

QStringList ids(const RequestListModel& model) {
  QStringList result;
  for (int row = 0; row < model.count(); ++row)
    result << model.data(model.index(row), RequestListModel::RequestIdRole).toString();
  return result;
}

TEST(RequestListModel, KeepsRowsOfRequestsThatGoOn) {
  RequestListModel model;
  model.show({request("a"), request("b"), request("c")});
  const QPersistentModelIndex last = model.index(2);
  model.show({request("a"), request("c", 7), request("d")});
  EXPECT_EQ(ids(model), QStringList({"a", "c", "d"}));
  EXPECT_EQ(last.row(), 1) << "the row of a request moves with it";
  EXPECT_TRUE(last.data(RequestListModel::FactsRole).toString().contains(u'7'));
  model.show({});
  EXPECT_EQ(model.count(), 0);
}

TEST(RequestListModel, ShowsAnyOrderThatItIsGiven) {
  RequestListModel model;
  model.show({request("a"), request("b")});
  model.show({request("b"), request("a")});
  EXPECT_EQ(ids(model), QStringList({"b", "a"}));
}

TEST(RequestListModel, SaysWhoAsked) {
  RequestListModel model;
  client::LiveRequest named = request("b");
  named.keyName = QStringLiteral("Editor");
  model.show({request("a"), named});
  EXPECT_EQ(model.data(model.index(0), RequestListModel::WhoRole).toString(), "This window");
  EXPECT_EQ(model.data(model.index(1), RequestListModel::WhoRole).toString(), "Editor");
}

TEST(KeyListModel, SaysWhatAKeyMayDo) {
  KeyListModel model;
  model.show({{"1", "Editor", {"chat", "read"}, 1777800000}});
  const QString facts = model.data(model.index(0), KeyListModel::FactsRole).toString();
  EXPECT_TRUE(facts.contains(QStringLiteral("chat")) &&
              facts.contains(QStringLiteral("model info")))
      << qPrintable(facts);
  EXPECT_TRUE(facts.contains(QStringLiteral("2026"))) << qPrintable(facts);
}

TEST(ServerExamples, NameTheAddressAndQuoteTheModel) {
  for (const QVariant& row : serverExamples("http://127.0.0.1:8642", "a \"b\" \\ c")) {
    const QString code = row.toMap()["code"].toString();
    EXPECT_TRUE(code.contains("http://127.0.0.1:8642/v1")) << qPrintable(code);
    EXPECT_TRUE(code.contains("ALCOVE_KEY")) << qPrintable(code);
    EXPECT_FALSE(code.contains("\"a \"b")) << qPrintable(code);
  }
}

}  // namespace
}  // namespace alcove::ui
