// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/key_store.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using testing::HasSubstr;
using testing::Not;

class Keys : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::filesystem::path m_path = m_folder / "keys.json";
};

TEST_F(Keys, FindsAKeyByItsSecretOnly) {
  KeyStore keys(m_path);
  const NewKey first = keys.add("first", {Scope::Chat});
  const NewKey second = keys.add("second", {Scope::Read, Scope::Metrics});
  ASSERT_NE(first.secret, second.secret);
  EXPECT_EQ(keys.find(first.secret)->id, first.entry.id);
  const auto found = keys.find(second.secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "second");
  EXPECT_TRUE(found->allows(Scope::Metrics));
  EXPECT_TRUE(found->allows(Scope::Open));
  EXPECT_FALSE(found->allows(Scope::Chat));
  EXPECT_FALSE(found->allows(Scope::Owner));
  for (const std::string& wrong :
       {std::string(), second.secret + "x", second.secret.substr(1), second.entry.sha256})
    EXPECT_FALSE(keys.find(wrong)) << wrong;
}

TEST_F(Keys, KeepsSecretsOutOfTheFileAndTheFileToItsOwner) {
  KeyStore keys(m_path);
  const NewKey made = keys.add("a script", {Scope::Chat});
  const std::string text = test::readFile(m_path);
  EXPECT_THAT(text, HasSubstr(made.entry.sha256));
  EXPECT_THAT(text, Not(HasSubstr(made.secret)));
  struct stat status {};
  ASSERT_EQ(stat(m_path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(Keys, ARemovedKeyOpensNothingUntilItIsRestored) {
  KeyStore keys(m_path);
  const NewKey made = keys.add("mine", {Scope::Chat});
  EXPECT_EQ(keys.remove(made.entry.id).name, "mine");
  EXPECT_FALSE(keys.find(made.secret));
  EXPECT_THROW((void)keys.remove(made.entry.id), Error);
  EXPECT_EQ(keys.restore(made.entry.id).id, made.entry.id);
  EXPECT_TRUE(keys.find(made.secret));
  EXPECT_THROW((void)keys.restore(made.entry.id), Error);
}

TEST_F(Keys, SeesWhatAnotherProcessChanges) {
  KeyStore here(m_path);
  KeyStore there(m_path);
  const NewKey made = there.add("from there", {Scope::Read});
  ASSERT_TRUE(here.find(made.secret));
  (void)here.remove(made.entry.id);
  EXPECT_FALSE(there.find(made.secret));
  EXPECT_TRUE(there.list().empty());
}

TEST_F(Keys, LosesNoneThatAreMadeAtTheSameTime) {
  constexpr int kEach = 20;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([this] {
      KeyStore keys(m_path);
      for (int j = 0; j < kEach; ++j) (void)keys.add("key", {Scope::Chat});
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(KeyStore(m_path).list().size(), 4u * kEach);
}

TEST_F(Keys, RefusesNamesAndScopesThatMakeNoSense) {
  KeyStore keys(m_path);
  EXPECT_THROW((void)keys.add("", {Scope::Chat}), Error);
  EXPECT_THROW((void)keys.add("two\nlines", {Scope::Chat}), Error);
  EXPECT_THROW((void)keys.add(std::string(101, 'n'), {Scope::Chat}), Error);
  EXPECT_THROW((void)keys.add("nothing to do", {}), Error);
  EXPECT_FALSE(std::filesystem::exists(m_path));
}

TEST_F(Keys, ADamagedFileLetsNobodyIn) {
  KeyStore keys(m_path);
  const NewKey made = keys.add("mine", {Scope::Chat});
  const std::string whole = test::readFile(m_path);
  const std::string hash = "\"sha256\": \"" + made.entry.sha256;
  std::string shortHash = whole;
  shortHash.erase(shortHash.find(hash) + hash.size() - 1, 1);
  for (const std::string& damaged :
       {std::string(), std::string("{}"), std::string("[1]"), whole.substr(0, whole.size() / 2),
        std::string(R"({"keys":[{"id":7}]})"), shortHash}) {
    test::writeFile(m_path, damaged);
    for (int again = 0; again < 2; ++again)
      EXPECT_THROW((void)keys.find(made.secret), Error) << damaged;
    EXPECT_THROW((void)KeyStore(m_path).list(), Error) << damaged;
  }
  test::writeFile(m_path, whole);
  EXPECT_TRUE(keys.find(made.secret));
}

}  // namespace
}  // namespace alcove::server
