// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/html_entities.h"

namespace alcove::ui {
namespace {

struct NamedEntity {
  const char16_t* name;
  char16_t character;
};

// The names that occur in prose; the two thousand others of HTML are shown as written.
constexpr NamedEntity kNamedEntities[] = {
    {u"amp", u'&'},       {u"lt", u'<'},    {u"gt", u'>'},     {u"quot", u'"'},   {u"apos", u'\''},
    {u"nbsp", u'\u00A0'}, {u"copy", u'©'},  {u"reg", u'®'},    {u"trade", u'™'},  {u"hellip", u'…'},
    {u"mdash", u'—'},     {u"ndash", u'–'}, {u"lsquo", u'‘'},  {u"rsquo", u'’'},  {u"ldquo", u'“'},
    {u"rdquo", u'”'},     {u"laquo", u'«'}, {u"raquo", u'»'},  {u"bull", u'•'},   {u"middot", u'·'},
    {u"sect", u'§'},      {u"para", u'¶'},  {u"deg", u'°'},    {u"plusmn", u'±'}, {u"times", u'×'},
    {u"divide", u'÷'},    {u"minus", u'−'}, {u"ne", u'≠'},     {u"le", u'≤'},     {u"ge", u'≥'},
    {u"asymp", u'≈'},     {u"infin", u'∞'}, {u"larr", u'←'},   {u"rarr", u'→'},   {u"uarr", u'↑'},
    {u"darr", u'↓'},      {u"harr", u'↔'},  {u"rArr", u'⇒'},   {u"frac12", u'½'}, {u"frac14", u'¼'},
    {u"frac34", u'¾'},    {u"sup2", u'²'},  {u"sup3", u'³'},   {u"micro", u'µ'},  {u"euro", u'€'},
    {u"pound", u'£'},     {u"yen", u'¥'},   {u"cent", u'¢'},   {u"alpha", u'α'},  {u"beta", u'β'},
    {u"gamma", u'γ'},     {u"delta", u'δ'}, {u"lambda", u'λ'}, {u"mu", u'μ'},     {u"pi", u'π'},
    {u"sigma", u'σ'},     {u"omega", u'ω'}, {u"Delta", u'Δ'},  {u"Sigma", u'Σ'},  {u"Omega", u'Ω'},
    {u"sum", u'∑'},       {u"prod", u'∏'},  {u"radic", u'√'},  {u"check", u'✓'},
};

QString decodedNumber(QStringView digits, int base, const QString& original) {
  bool isNumber = false;
  const uint code = digits.toUInt(&isNumber, base);
  const bool isSurrogate = code >= 0xD800 && code <= 0xDFFF;
  if (!isNumber || code < 0x20 || code > QChar::LastValidCodePoint || isSurrogate) {
    return original;
  }
  const char32_t character = code;
  return QString::fromUcs4(&character, 1);
}

}  // namespace

QString decodedEntity(const QString& entity) {
  if (entity.size() < 3 || !entity.startsWith(u'&') || !entity.endsWith(u';')) {
    return entity;
  }
  const QStringView name = QStringView(entity).sliced(1, entity.size() - 2);
  if (name.startsWith(u"#x") || name.startsWith(u"#X")) {
    return decodedNumber(name.sliced(2), 16, entity);
  }
  if (name.startsWith(u'#')) {
    return decodedNumber(name.sliced(1), 10, entity);
  }
  for (const NamedEntity& known : kNamedEntities) {
    if (name == QStringView(known.name)) {
      return QString(QChar(known.character));
    }
  }
  return entity;
}

}  // namespace alcove::ui
