// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/streaming_tail.h"

#include <algorithm>

namespace alcove::ui {
namespace {

// The fence that is open at the end of `text` (its character and length), or length 0.
struct Fence {
  QChar character;
  qsizetype length = 0;
};

qsizetype runLength(QStringView line, QChar c) {
  qsizetype n = 0;
  while (n < line.size() && line[n] == c) {
    ++n;
  }
  return n;
}

Fence openFence(QStringView text) {
  Fence fence;
  for (qsizetype begin = 0; begin < text.size();) {
    qsizetype end = text.indexOf(u'\n', begin);
    end = end < 0 ? text.size() : end;
    const QStringView line = text.sliced(begin, end - begin).trimmed();
    begin = end + 1;
    if (line.isEmpty() || (line[0] != u'`' && line[0] != u'~')) {
      continue;
    }
    const qsizetype length = runLength(line, line[0]);
    if (fence.length == 0 && length >= 3) {
      const bool isInline = line[0] == u'`' && line.sliced(length).contains(u'`');
      fence = isInline ? Fence{} : Fence{line[0], length};
    } else if (fence.length > 0 && line[0] == fence.character && length >= fence.length &&
               length == line.size()) {
      fence = {};
    }
  }
  return fence;
}

// Only characters that open or underline something: what they mean is not known yet.
bool isUndecidedMarkup(QStringView line) {
  const QStringView trimmed = line.trimmed();
  if (trimmed.isEmpty()) {
    return false;
  }
  qsizetype digits = 0;
  while (digits < trimmed.size() && trimmed[digits].isDigit()) {
    ++digits;
  }
  if (digits > 0) {
    const QStringView rest = trimmed.sliced(digits);
    return digits <= 3 && (rest.isEmpty() || rest == u"." || rest == u")");
  }
  return std::all_of(trimmed.begin(), trimmed.end(),
                     [](QChar c) { return QStringView(u"-=*_+#>`~|:[] ").contains(c); });
}

bool isTableLine(QStringView line) { return line.trimmed().startsWith(u'|'); }

bool isDelimiterRow(QStringView line) {
  const QStringView trimmed = line.trimmed();
  return trimmed.contains(u'-') && std::all_of(trimmed.begin(), trimmed.end(), [](QChar c) {
           return c == u'|' || c == u'-' || c == u':' || c.isSpace();
         });
}

// Where the last lines begin to be a table whose delimiter row is not complete, or text.size().
qsizetype undecidedTableBegin(QStringView text) {
  const qsizetype lastBegin = text.lastIndexOf(u'\n') + 1;
  const QStringView last = text.sliced(lastBegin);
  const qsizetype headEnd = std::max<qsizetype>(lastBegin - 1, 0);
  const qsizetype headBegin = headEnd == 0 ? 0 : text.lastIndexOf(u'\n', headEnd - 1) + 1;
  const QStringView head = text.sliced(headBegin, headEnd - headBegin);
  const QStringView beforeHead =
      headBegin == 0
          ? QStringView()
          : text.first(headBegin - 1).sliced(text.first(headBegin - 1).lastIndexOf(u'\n') + 1);
  if (isTableLine(head) && !isDelimiterRow(head) && !isTableLine(beforeHead) &&
      (last.isEmpty() || isDelimiterRow(last))) {
    return headBegin;  // the head is there, the row of dashes is not
  }
  if (isTableLine(last) && !isTableLine(head)) {
    return lastBegin;
  }
  return text.size();
}

// What closes the inline code and the bold text that the last paragraph leaves open.
QString missingClosers(QStringView paragraph) {
  bool inCode = false;
  bool inBold = false;
  for (qsizetype i = 0; i < paragraph.size(); ++i) {
    if (paragraph[i] == u'\\' && !inCode) {
      ++i;
    } else if (paragraph[i] == u'`') {
      inCode = !inCode;
    } else if (!inCode && paragraph.sliced(i).startsWith(u"**")) {
      inBold = !inBold;
      ++i;
    }
  }
  return QStringLiteral("`").repeated(inCode ? 1 : 0) +
         QStringLiteral("**").repeated(inBold ? 1 : 0);
}

}  // namespace

QString withPresentableTail(const QString& text) {
  QStringView shown = text;
  const qsizetype lineBegin = shown.lastIndexOf(u'\n') + 1;
  const Fence fence = openFence(shown.first(lineBegin));
  const QStringView lastLine = shown.sliced(lineBegin);
  if (fence.length > 0) {
    const QStringView mark = lastLine.trimmed();
    const bool isClosing = !mark.isEmpty() && runLength(mark, fence.character) == mark.size();
    return isClosing ? text.left(lineBegin) : text;
  }
  if (isUndecidedMarkup(lastLine)) {
    shown = shown.first(lineBegin);
  }
  shown = shown.first(undecidedTableBegin(shown));
  const QStringView trimmed = shown.trimmed();
  if (trimmed.isEmpty()) {
    return {};
  }
  QStringView tail = shown;
  while (!tail.isEmpty() && tail.last().isSpace()) {
    tail.chop(1);
  }
  if (openFence(tail).length > 0) {
    return shown.toString();  // the line that opens a fence
  }
  const qsizetype paragraphBegin = tail.lastIndexOf(u"\n") + 1;
  QString closers = missingClosers(tail.sliced(paragraphBegin));
  if (closers == u"**" && tail.endsWith(u"**")) {
    tail.chop(2);  // nothing is bold yet
    closers.clear();
  } else if (tail.endsWith(u'*') && (closers == u"**" || tail.endsWith(u" *"))) {
    tail.chop(1);  // half of a mark
  } else if (closers.startsWith(u'`') && tail.endsWith(u'`')) {
    tail.chop(1);
    closers = closers.sliced(1);
  }
  return tail.toString() + closers;
}

}  // namespace alcove::ui
