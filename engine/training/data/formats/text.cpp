// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Plain text and Markdown: all of it is learnt, in pieces that end where paragraphs end.
#include <algorithm>

#include "formats/utf8.h"
#include "training/data/data_format.h"

namespace alcove::training {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Where the paragraph that begins at `from` ends: at an empty line, or with the text.
std::size_t paragraphEnd(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\n', from); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r", at + 1);
    if (next == std::string_view::npos) return text.size();
    if (text[next] == '\n') return at + 1;
  }
  return text.size();
}

// Where a piece of at most `size` bytes of a longer paragraph may end: behind a sentence, else
// behind a word, else behind a character.
std::size_t cutInside(std::string_view paragraph, std::size_t size) {
  const std::string_view head = paragraph.substr(0, size);
  for (std::size_t i = head.size(); i > head.size() / 2; --i)
    if (kSpace.find(paragraph[i]) != std::string_view::npos &&
        (std::string_view(".!?").find(head[i - 1]) != std::string_view::npos ||
         paragraph[i] == '\n'))
      return i;
  const std::size_t space = head.find_last_of(kSpace);
  if (space != std::string_view::npos && space > 0) return space;
  std::size_t cut = head.size();
  while (cut > 1 && (static_cast<unsigned char>(paragraph[cut]) & 0xc0) == 0x80) --cut;
  return cut;
}

class Pieces {
 public:
  Pieces(std::string_view text, std::size_t pieceBytes, RecordSink& sink)
      : m_text(text), m_pieceBytes(std::max<std::size_t>(pieceBytes, 16)), m_sink(sink) {}

  void read() {
    std::size_t begin = firstOfPiece(0), end = begin, next = begin;
    while (end < m_text.size()) {
      if (end >= next) next = paragraphEnd(m_text, end);
      if (next - begin <= m_pieceBytes) {
        end = next;
        continue;
      }
      if (end == begin) end = begin + cutInside(m_text.substr(begin, next - begin), m_pieceBytes);
      add(begin, end);
      begin = end = firstOfPiece(end);
    }
    add(begin, end);
  }

 private:
  // Space between pieces belongs to neither, save what indents a line.
  [[nodiscard]] std::size_t firstOfPiece(std::size_t from) const {
    const std::size_t first = std::min(m_text.find_first_not_of(kSpace, from), m_text.size());
    const std::size_t lineEnd = m_text.substr(from, first - from).rfind('\n');
    if (lineEnd != std::string_view::npos) return from + lineEnd + 1;
    return from == 0 || m_text[from - 1] == '\n' ? from : first;
  }

  void add(std::size_t begin, std::size_t end) {
    const std::string_view piece = m_text.substr(begin, end - begin);
    const std::size_t last = piece.find_last_not_of(kSpace);
    if (last == std::string_view::npos) return;
    m_line += std::size_t(std::ranges::count(m_text.substr(m_counted, begin - m_counted), '\n'));
    m_counted = begin;
    Record record;
    record.text = piece.substr(0, last + 1);
    m_sink.add(std::move(record), m_line);
  }

  std::string_view m_text;
  std::size_t m_pieceBytes;
  RecordSink& m_sink;
  std::size_t m_line = 1;
  std::size_t m_counted = 0;  // bytes whose lines are in m_line
};

bool recognises(const FileSample& sample) {
  return sample.fields.empty() && formats::isUtf8(sample.content) &&
         sample.content.find('\0') == std::string_view::npos;
}

void read(std::string_view content, RecordSink& sink) {
  if (!formats::isUtf8(content)) {
    sink.malformed(1, "The text is not UTF-8; save it as UTF-8, then it can be read.");
    return;
  }
  Pieces(content, sink.options().chunkBytes, sink).read();
}

}  // namespace

extern const DataFormat kTextFormat;
const DataFormat kTextFormat = {"text", "plain text or Markdown, learnt whole", recognises, read};

}  // namespace alcove::training
