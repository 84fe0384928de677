// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QRect>
#include <QStringList>
#include <QTimer>
#include <QVariantMap>
#include <optional>

#include "core/error.h"

namespace alcove::settings {

// What the person chose, in one JSON file. Each setter clamps or refuses what is out of range,
// and the file is written atomically a moment after the last change (and by save()). Keys that
// this version does not know are kept. GUI thread.
class Settings : public QObject {
  Q_OBJECT
  // "system", "light", "dark" or "contrast"
  Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
  // 0.75 … 2.0
  Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged)
  Q_PROPERTY(bool reduceMotion READ reduceMotion WRITE setReduceMotion NOTIFY reduceMotionChanged)
  // 0: the physical cores
  Q_PROPERTY(int threads READ threads WRITE setThreads NOTIFY threadsChanged)
  // 0: the engine decides
  Q_PROPERTY(
      int contextTokens READ contextTokens WRITE setContextTokens NOTIFY contextTokensChanged)
  // "auto", "cpu", "vulkan" or "cuda"
  Q_PROPERTY(QString device READ device WRITE setDevice NOTIFY deviceChanged)
  // How much of devices' memory a model may take, in bytes, by client::DivisionShare::key(); those
  // that are not in it: as the engine decides
  Q_PROPERTY(QVariantMap deviceBudgets READ deviceBudgets WRITE setDeviceBudgets NOTIFY
                 deviceBudgetsChanged)
  // The KV cache stays in the computer's memory
  Q_PROPERTY(bool cacheOnProcessor READ cacheOnProcessor WRITE setCacheOnProcessor NOTIFY
                 cacheOnProcessorChanged)
  // Of the KV cache: "auto", "Q4_0", "Q8_0", "F16" or "F32"
  Q_PROPERTY(QString cacheType READ cacheType WRITE setCacheType NOTIFY cacheTypeChanged)
  // 0 … 1'000'000, of 1'000'000 bytes: how much of the KV cache is kept on disk; 0: none
  Q_PROPERTY(int cacheDiskMegabytes READ cacheDiskMegabytes WRITE setCacheDiskMegabytes NOTIFY
                 cacheDiskMegabytesChanged)
  // 0 … 2; 0: always the likeliest token
  Q_PROPERTY(double temperature READ temperature WRITE setTemperature NOTIFY temperatureChanged)
  // 0 … 1000; 0: off
  Q_PROPERTY(int topK READ topK WRITE setTopK NOTIFY topKChanged)
  // 0.01 … 1; 1: off
  Q_PROPERTY(double topP READ topP WRITE setTopP NOTIFY topPChanged)
  // 0 … 1; 0: off
  Q_PROPERTY(double minP READ minP WRITE setMinP NOTIFY minPChanged)
  // 1 … 2; 1: off
  Q_PROPERTY(double repetitionPenalty READ repetitionPenalty WRITE setRepetitionPenalty NOTIFY
                 repetitionPenaltyChanged)
  // 0: until the model stops
  Q_PROPERTY(int maxTokens READ maxTokens WRITE setMaxTokens NOTIFY maxTokensChanged)
  // Of the server for other programs, 0 … 65535; 0: any free one
  Q_PROPERTY(int serverPort READ serverPort WRITE setServerPort NOTIFY serverPortChanged)
  // It starts with Alcove
  Q_PROPERTY(bool startServer READ startServer WRITE setStartServer NOTIFY startServerChanged)
  // Empty: none is sent
  Q_PROPERTY(
      QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY systemPromptChanged)
  // "stop", "slide" or "middle_out"
  Q_PROPERTY(
      QString contextPolicy READ contextPolicy WRITE setContextPolicy NOTIFY contextPolicyChanged)
  // Absolute, scanned recursively
  Q_PROPERTY(
      QStringList modelFolders READ modelFolders WRITE setModelFolders NOTIFY modelFoldersChanged)
  // Absolute, added one by one
  Q_PROPERTY(QStringList modelFiles READ modelFiles WRITE setModelFiles NOTIFY modelFilesChanged)
  // Absolute path; empty: none yet
  Q_PROPERTY(QString lastModel READ lastModel WRITE setLastModel NOTIFY lastModelChanged)
  Q_PROPERTY(
      bool sidebarVisible READ sidebarVisible WRITE setSidebarVisible NOTIFY sidebarVisibleChanged)
  Q_PROPERTY(
      bool onboardingDone READ onboardingDone WRITE setOnboardingDone NOTIFY onboardingDoneChanged)
  // Null: never moved
  Q_PROPERTY(
      QRect windowGeometry READ windowGeometry WRITE setWindowGeometry NOTIFY windowGeometryChanged)
  // Action's name -> key sequence ("newChat": "Ctrl+N"); only those that differ from the default
  Q_PROPERTY(QVariantMap shortcuts READ shortcuts WRITE setShortcuts NOTIFY shortcutsChanged)

 public:
  // Reads `file`. One that is damaged or unreadable is moved aside and defaults are taken: damage()
  // says so. Never throws.
  explicit Settings(const QString& file, QObject* parent = nullptr);
  ~Settings() override;  // saves what is pending

  // Writes now. Throws core::Error Io; the settings stay as they are.
  void save();
  // Every property back to its default; unknown keys stay.
  void reset();
  [[nodiscard]] const std::optional<core::Error>& damage() const { return m_damage; }

  [[nodiscard]] QString theme() const;
  void setTheme(const QString& value);
  [[nodiscard]] double textScale() const;
  void setTextScale(double value);
  [[nodiscard]] bool reduceMotion() const;
  void setReduceMotion(bool value);
  [[nodiscard]] int threads() const;
  void setThreads(int value);
  [[nodiscard]] int contextTokens() const;
  void setContextTokens(int value);
  [[nodiscard]] QString device() const;
  void setDevice(const QString& value);
  [[nodiscard]] QVariantMap deviceBudgets() const;
  void setDeviceBudgets(const QVariantMap& value);
  [[nodiscard]] bool cacheOnProcessor() const;
  void setCacheOnProcessor(bool value);
  [[nodiscard]] QString cacheType() const;
  void setCacheType(const QString& value);
  [[nodiscard]] int cacheDiskMegabytes() const;
  void setCacheDiskMegabytes(int value);
  [[nodiscard]] double temperature() const;
  void setTemperature(double value);
  [[nodiscard]] int topK() const;
  void setTopK(int value);
  [[nodiscard]] double topP() const;
  void setTopP(double value);
  [[nodiscard]] double minP() const;
  void setMinP(double value);
  [[nodiscard]] double repetitionPenalty() const;
  void setRepetitionPenalty(double value);
  [[nodiscard]] int maxTokens() const;
  void setMaxTokens(int value);
  [[nodiscard]] int serverPort() const;
  void setServerPort(int value);
  [[nodiscard]] bool startServer() const;
  void setStartServer(bool value);
  [[nodiscard]] QString systemPrompt() const;
  void setSystemPrompt(const QString& value);
  [[nodiscard]] QString contextPolicy() const;
  void setContextPolicy(const QString& value);
  [[nodiscard]] QStringList modelFolders() const;
  void setModelFolders(const QStringList& value);
  [[nodiscard]] QStringList modelFiles() const;
  void setModelFiles(const QStringList& value);
  [[nodiscard]] QString lastModel() const;
  void setLastModel(const QString& value);
  [[nodiscard]] bool sidebarVisible() const;
  void setSidebarVisible(bool value);
  [[nodiscard]] bool onboardingDone() const;
  void setOnboardingDone(bool value);
  [[nodiscard]] QRect windowGeometry() const;
  void setWindowGeometry(const QRect& value);
  [[nodiscard]] QVariantMap shortcuts() const;
  void setShortcuts(const QVariantMap& value);

 signals:
  void themeChanged();
  void textScaleChanged();
  void reduceMotionChanged();
  void threadsChanged();
  void contextTokensChanged();
  void deviceChanged();
  void deviceBudgetsChanged();
  void cacheOnProcessorChanged();
  void cacheTypeChanged();
  void cacheDiskMegabytesChanged();
  void temperatureChanged();
  void topKChanged();
  void topPChanged();
  void minPChanged();
  void repetitionPenaltyChanged();
  void maxTokensChanged();
  void serverPortChanged();
  void startServerChanged();
  void systemPromptChanged();
  void contextPolicyChanged();
  void modelFoldersChanged();
  void modelFilesChanged();
  void lastModelChanged();
  void sidebarVisibleChanged();
  void onboardingDoneChanged();
  void windowGeometryChanged();
  void shortcutsChanged();
  void saveFailed(const alcove::core::Error& error);

 private:
  void load();
  [[nodiscard]] QJsonValue valueOf(const char* key) const;
  // True if that changed anything; saving is then scheduled.
  bool change(const char* key, const QJsonValue& value);
  void saveSoon();

  QString m_file;
  QJsonObject m_values;  // everything in the file, unknown keys included
  QTimer m_saveTimer;
  bool m_dirty = false;
  std::optional<core::Error> m_damage;
};

}  // namespace alcove::settings
