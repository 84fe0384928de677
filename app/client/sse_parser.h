// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

namespace alcove::client {

// Splits a byte stream of server-sent events into the `data` of each event. Chunks may end
// anywhere, also inside a character or between CR and LF. Several data lines of one event are
// joined by LF; comments and other fields are skipped.
class SseParser {
 public:
  // An event larger than this is not held: overflowed() becomes true and nothing more comes out.
  static constexpr qsizetype kMaxEventBytes = 16 * 1024 * 1024;

  // The events that `bytes` completes.
  QList<QByteArray> feed(const QByteArray& bytes);
  [[nodiscard]] bool overflowed() const { return m_overflowed; }

 private:
  void takeLine(const QByteArray& line, QList<QByteArray>& events);

  QByteArray m_line;  // the unfinished line
  QByteArray m_data;  // data lines of the unfinished event
  bool m_hasData = false;
  bool m_afterCr = false;  // the last byte was CR: an LF that follows belongs to it
  bool m_overflowed = false;
};

}  // namespace alcove::client
