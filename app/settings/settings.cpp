// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMetaProperty>
#include <cmath>
#include <initializer_list>

#include "core/atomic_file.h"

namespace alcove::settings {
namespace {

using core::Error;
using core::ErrorCode;

constexpr int kSaveDelayMs = 300;
constexpr qint64 kMostBytes = 16 * 1024 * 1024;
constexpr int kMostDiskMegabytes = 1'000'000;

// Every key of this version with its default, which also fixes the value's type.
const QJsonObject& defaults() {
  static const QJsonObject kDefaults{
      {QStringLiteral("theme"), QStringLiteral("system")},
      {QStringLiteral("textScale"), 1.0},
      {QStringLiteral("reduceMotion"), false},
      {QStringLiteral("threads"), 0},
      {QStringLiteral("contextTokens"), 0},
      {QStringLiteral("device"), QStringLiteral("auto")},
      {QStringLiteral("deviceBudgets"), QJsonObject()},
      {QStringLiteral("cacheOnProcessor"), false},
      {QStringLiteral("cacheType"), QStringLiteral("auto")},
      {QStringLiteral("cacheDiskMegabytes"), 2000},
      {QStringLiteral("temperature"), 0.7},
      {QStringLiteral("topK"), 40},
      {QStringLiteral("topP"), 0.95},
      {QStringLiteral("minP"), 0.05},
      {QStringLiteral("repetitionPenalty"), 1.1},
      {QStringLiteral("maxTokens"), 0},
      {QStringLiteral("serverPort"), 8642},
      {QStringLiteral("startServer"), false},
      {QStringLiteral("systemPrompt"), QString()},
      {QStringLiteral("contextPolicy"), QStringLiteral("stop")},
      {QStringLiteral("modelFolders"), QJsonArray()},
      {QStringLiteral("modelFiles"), QJsonArray()},
      {QStringLiteral("lastModel"), QString()},
      {QStringLiteral("sidebarVisible"), true},
      {QStringLiteral("onboardingDone"), false},
      {QStringLiteral("windowGeometry"), QJsonArray()},  // x, y, width, height
      {QStringLiteral("shortcuts"), QJsonObject()},
  };
  return kDefaults;
}

// `value` if it is one of `allowed`, else the first of them.
QString oneOf(const QString& value, std::initializer_list<const char*> allowed) {
  for (const char* candidate : allowed) {
    if (value == QLatin1String(candidate)) return value;
  }
  return QString::fromLatin1(*allowed.begin());
}

double within(double low, double value, double high, double fallback) {
  return std::isfinite(value) ? qBound(low, value, high) : fallback;
}

QStringList toStrings(const QJsonValue& value) {
  QStringList strings;
  const QJsonArray array = value.toArray();
  for (const QJsonValue& item : array) {
    if (item.isString() && !item.toString().isEmpty()) strings << item.toString();
  }
  return strings;
}

QRect toRect(const QJsonValue& value) {
  const QJsonArray array = value.toArray();
  if (array.size() != 4) return {};
  return {array[0].toInt(), array[1].toInt(), array[2].toInt(), array[3].toInt()};
}

QJsonArray fromRect(const QRect& rect) {
  if (rect.isNull()) return {};
  return {rect.x(), rect.y(), rect.width(), rect.height()};
}

QString themeOf(const QString& value) {
  return oneOf(value, {"system", "light", "dark", "contrast"});
}
QString deviceOf(const QString& value) { return oneOf(value, {"auto", "cpu", "vulkan", "cuda"}); }
QString cacheTypeOf(const QString& value) {
  return oneOf(value, {"auto", "Q4_0", "Q8_0", "F16", "F32"});
}
// Those that can be budgets: the engine takes sixteen.
QJsonObject budgetsOf(const QJsonObject& values) {
  constexpr double kMostBytes = 1e15;
  constexpr int kMostBudgets = 16;
  QJsonObject budgets;
  for (auto value = values.begin(); value != values.end(); ++value) {
    const double bytes = value.value().toDouble(-1);
    if (value.key().trimmed().isEmpty() || !(bytes >= 0 && bytes <= kMostBytes)) continue;
    if (budgets.size() < kMostBudgets) budgets.insert(value.key(), std::floor(bytes));
  }
  return budgets;
}
QString policyOf(const QString& value) { return oneOf(value, {"stop", "slide", "middle_out"}); }

}  // namespace

Settings::Settings(const QString& file, QObject* parent) : QObject(parent), m_file(file) {
  m_saveTimer.setSingleShot(true);
  m_saveTimer.setInterval(kSaveDelayMs);
  connect(&m_saveTimer, &QTimer::timeout, this, [this] {
    try {
      save();
    } catch (const Error& error) {
      emit saveFailed(error);
    }
  });
  load();
}

Settings::~Settings() {
  try {
    if (m_dirty) save();
  } catch (const Error&) {
    // Nobody is left to be told; the file still holds what was saved last.
  }
}

void Settings::load() {
  QFile source(m_file);
  if (!source.exists()) return;
  QString reason;
  if (source.open(QIODevice::ReadOnly)) {
    const QByteArray bytes = source.read(kMostBytes + 1);
    source.close();
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parseError);
    if (document.isObject() && bytes.size() <= kMostBytes) {
      m_values = document.object();
      return;
    }
    reason = parseError.errorString();
  } else {
    reason = source.errorString();
  }
  QString aside;
  try {
    aside = core::moveAside(m_file);
  } catch (const Error& error) {
    m_damage = error;
    return;
  }
  m_damage = Error(ErrorCode::Corrupt,
                   tr("The settings could not be read and are back at their defaults; the file was "
                      "kept as %1.")
                       .arg(aside),
                   m_file, reason);
}

void Settings::save() {
  m_saveTimer.stop();
  core::writeFileAtomically(m_file, QJsonDocument(m_values).toJson());
  m_dirty = false;
}

void Settings::reset() {
  const QMetaObject* meta = metaObject();
  for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
    const QMetaProperty property = meta->property(i);
    if (!m_values.contains(QLatin1String(property.name()))) continue;
    m_values.remove(QLatin1String(property.name()));
    saveSoon();
    property.notifySignal().invoke(this);
  }
}

QJsonValue Settings::valueOf(const char* key) const {
  const QJsonValue fallback = defaults().value(QLatin1String(key));
  const QJsonValue value = m_values.value(QLatin1String(key));
  return value.type() == fallback.type() ? value : fallback;
}

bool Settings::change(const char* key, const QJsonValue& value) {
  if (valueOf(key) == value) return false;
  m_values.insert(QLatin1String(key), value);
  saveSoon();
  return true;
}

void Settings::saveSoon() {
  m_dirty = true;
  m_saveTimer.start();
}

QString Settings::theme() const { return themeOf(valueOf("theme").toString()); }
void Settings::setTheme(const QString& value) {
  if (change("theme", themeOf(value))) emit themeChanged();
}

double Settings::textScale() const {
  return within(0.75, valueOf("textScale").toDouble(), 2.0, 1.0);
}
void Settings::setTextScale(double value) {
  if (change("textScale", within(0.75, value, 2.0, 1.0))) emit textScaleChanged();
}

bool Settings::reduceMotion() const { return valueOf("reduceMotion").toBool(); }
void Settings::setReduceMotion(bool value) {
  if (change("reduceMotion", value)) emit reduceMotionChanged();
}

int Settings::threads() const { return qBound(0, valueOf("threads").toInt(), 1024); }
void Settings::setThreads(int value) {
  if (change("threads", qBound(0, value, 1024))) emit threadsChanged();
}

int Settings::contextTokens() const {
  return qBound(0, valueOf("contextTokens").toInt(), 16'777'216);
}
void Settings::setContextTokens(int value) {
  if (change("contextTokens", qBound(0, value, 16'777'216))) emit contextTokensChanged();
}

QString Settings::device() const { return deviceOf(valueOf("device").toString()); }
void Settings::setDevice(const QString& value) {
  if (change("device", deviceOf(value))) emit deviceChanged();
}

QVariantMap Settings::deviceBudgets() const {
  return budgetsOf(valueOf("deviceBudgets").toObject()).toVariantMap();
}
void Settings::setDeviceBudgets(const QVariantMap& value) {
  if (change("deviceBudgets", budgetsOf(QJsonObject::fromVariantMap(value))))
    emit deviceBudgetsChanged();
}

bool Settings::cacheOnProcessor() const { return valueOf("cacheOnProcessor").toBool(); }
void Settings::setCacheOnProcessor(bool value) {
  if (change("cacheOnProcessor", value)) emit cacheOnProcessorChanged();
}

QString Settings::cacheType() const { return cacheTypeOf(valueOf("cacheType").toString()); }
void Settings::setCacheType(const QString& value) {
  if (change("cacheType", cacheTypeOf(value))) emit cacheTypeChanged();
}

int Settings::cacheDiskMegabytes() const {
  return qBound(0, valueOf("cacheDiskMegabytes").toInt(), kMostDiskMegabytes);
}
void Settings::setCacheDiskMegabytes(int value) {
  if (change("cacheDiskMegabytes", qBound(0, value, kMostDiskMegabytes)))
    emit cacheDiskMegabytesChanged();
}

double Settings::temperature() const {
  return within(0.0, valueOf("temperature").toDouble(), 2.0, 0.7);
}
void Settings::setTemperature(double value) {
  if (change("temperature", within(0.0, value, 2.0, 0.7))) emit temperatureChanged();
}

int Settings::topK() const { return qBound(0, valueOf("topK").toInt(), 1000); }
void Settings::setTopK(int value) {
  if (change("topK", qBound(0, value, 1000))) emit topKChanged();
}

double Settings::topP() const { return within(0.01, valueOf("topP").toDouble(), 1.0, 0.95); }
void Settings::setTopP(double value) {
  if (change("topP", within(0.01, value, 1.0, 0.95))) emit topPChanged();
}

double Settings::minP() const { return within(0.0, valueOf("minP").toDouble(), 1.0, 0.05); }
void Settings::setMinP(double value) {
  if (change("minP", within(0.0, value, 1.0, 0.05))) emit minPChanged();
}

double Settings::repetitionPenalty() const {
  return within(1.0, valueOf("repetitionPenalty").toDouble(), 2.0, 1.1);
}
void Settings::setRepetitionPenalty(double value) {
  if (change("repetitionPenalty", within(1.0, value, 2.0, 1.1))) emit repetitionPenaltyChanged();
}

int Settings::maxTokens() const { return qMax(0, valueOf("maxTokens").toInt()); }
void Settings::setMaxTokens(int value) {
  if (change("maxTokens", qMax(0, value))) emit maxTokensChanged();
}

int Settings::serverPort() const { return qBound(0, valueOf("serverPort").toInt(), 65535); }
void Settings::setServerPort(int value) {
  if (change("serverPort", qBound(0, value, 65535))) emit serverPortChanged();
}

bool Settings::startServer() const { return valueOf("startServer").toBool(); }
void Settings::setStartServer(bool value) {
  if (change("startServer", value)) emit startServerChanged();
}

QString Settings::systemPrompt() const { return valueOf("systemPrompt").toString(); }
void Settings::setSystemPrompt(const QString& value) {
  if (change("systemPrompt", value)) emit systemPromptChanged();
}

QString Settings::contextPolicy() const { return policyOf(valueOf("contextPolicy").toString()); }
void Settings::setContextPolicy(const QString& value) {
  if (change("contextPolicy", policyOf(value))) emit contextPolicyChanged();
}

QStringList Settings::modelFolders() const { return toStrings(valueOf("modelFolders")); }
void Settings::setModelFolders(const QStringList& value) {
  if (change("modelFolders", QJsonArray::fromStringList(value))) emit modelFoldersChanged();
}

QStringList Settings::modelFiles() const { return toStrings(valueOf("modelFiles")); }
void Settings::setModelFiles(const QStringList& value) {
  if (change("modelFiles", QJsonArray::fromStringList(value))) emit modelFilesChanged();
}

QString Settings::lastModel() const { return valueOf("lastModel").toString(); }
void Settings::setLastModel(const QString& value) {
  if (change("lastModel", value)) emit lastModelChanged();
}

bool Settings::sidebarVisible() const { return valueOf("sidebarVisible").toBool(); }
void Settings::setSidebarVisible(bool value) {
  if (change("sidebarVisible", value)) emit sidebarVisibleChanged();
}

bool Settings::onboardingDone() const { return valueOf("onboardingDone").toBool(); }
void Settings::setOnboardingDone(bool value) {
  if (change("onboardingDone", value)) emit onboardingDoneChanged();
}

QRect Settings::windowGeometry() const { return toRect(valueOf("windowGeometry")); }
void Settings::setWindowGeometry(const QRect& value) {
  if (change("windowGeometry", fromRect(value))) emit windowGeometryChanged();
}

QVariantMap Settings::shortcuts() const { return valueOf("shortcuts").toObject().toVariantMap(); }
void Settings::setShortcuts(const QVariantMap& value) {
  if (change("shortcuts", QJsonObject::fromVariantMap(value))) emit shortcutsChanged();
}

}  // namespace alcove::settings
