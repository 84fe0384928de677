// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/server_examples.h"

#include <QVariantMap>

namespace alcove::ui {
namespace {

// %1 address, %2 model; what is asked is the same in each.
constexpr const char* kCurl = R"(curl %1/v1/chat/completions \
  -H "Authorization: Bearer $ALCOVE_KEY" \
  -H "Content-Type: application/json" \
  -d '{"messages": [{"role": "user", "content": "Hello"}]}')";

constexpr const char* kPython = R"(import os
from openai import OpenAI

client = OpenAI(base_url="%1/v1", api_key=os.environ["ALCOVE_KEY"])
answer = client.chat.completions.create(
    model="%2",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content))";

QVariantMap example(const char* value, const char* text, const QString& code) {
  return {{QStringLiteral("value"), QString::fromLatin1(value)},
          {QStringLiteral("text"), QString::fromLatin1(text)},
          {QStringLiteral("code"), code}};
}

// A name inside double quotes of Python.
QString quotable(QString text) {
  text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
  return text;
}

}  // namespace

QVariantList serverExamples(const QString& url, const QString& model) {
  const QString name = model.isEmpty() ? QStringLiteral("alcove") : quotable(model);
  return {example("curl", "curl", QString::fromLatin1(kCurl).arg(url)),
          example("python", "Python", QString::fromLatin1(kPython).arg(url, name))};
}

}  // namespace alcove::ui
