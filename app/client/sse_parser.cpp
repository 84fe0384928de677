// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/sse_parser.h"

namespace alcove::client {

QList<QByteArray> SseParser::feed(const QByteArray& bytes) {
  QList<QByteArray> events;
  for (qsizetype i = 0; i < bytes.size() && !m_overflowed;) {
    if (m_afterCr && bytes[i] == '\n') {
      m_afterCr = false;
      ++i;
      continue;
    }
    m_afterCr = false;
    qsizetype end = i;
    while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r') ++end;
    m_line.append(bytes.constData() + i, end - i);
    if (m_line.size() + m_data.size() > kMaxEventBytes) {
      m_overflowed = true;
      break;
    }
    if (end == bytes.size()) break;
    m_afterCr = bytes[end] == '\r';
    takeLine(m_line, events);
    m_line.clear();
    i = end + 1;
  }
  return events;
}

void SseParser::takeLine(const QByteArray& line, QList<QByteArray>& events) {
  static constexpr char kDataField[] = "data";
  if (line.isEmpty()) {
    if (m_hasData) events << m_data;
    m_data.clear();
    m_hasData = false;
    return;
  }
  const qsizetype colon = line.indexOf(':');
  const QByteArray field = colon < 0 ? line : line.left(colon);
  if (field != kDataField) return;  // a comment (empty field) or one that we do not use
  QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
  if (value.startsWith(' ')) value.remove(0, 1);
  if (m_hasData) m_data += '\n';
  m_data += value;
  m_hasData = true;
}

}  // namespace alcove::client
