"""Thai words that a line must not cut, because browsers cut them wrongly.

For fixed texts only. Not inside a flex row (the span becomes a box of its own), a textarea, an
option, nor for what people typed.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from engine.office.thai_words import KEPT_WHOLE

_UNITS: Final = (
    "วันทำการ|วัน|เดือน|ปี|ชั่วโมง|นาที|เรื่อง|งาน|คน|ครั้ง|รายการ|ฉบับ"
    "|หน้า|แฟ้ม|ช่อง|ขั้นตอน|ขั้น|รอบ|แห่ง|บาท|เมกะไบต์"
)
_MONTHS: Final = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|[มกพสตธ]\.[คพย]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\."
)
# A stem never loses the word that turns it into a noun: การ|ตรวจสอบ, ผู้|รับเรื่อง.
_PREFIXES: Final = "ผู้|การ|ความ|นัก"
_WORDS: Final = "|".join(sorted(map(re.escape, KEPT_WHOLE), key=len, reverse=True))
_KEPT: Final = re.compile(
    rf"[0-9๐-๙]{{1,2}} (?:{_MONTHS})(?: [0-9๐-๙]{{4}})?"
    rf"|[0-9๐-๙][0-9๐-๙.,]* (?:{_UNITS})(?![ะ-ฺๅ-๎])"
    r"|[0-9๐-๙]{1,2}[.][0-9๐-๙]{2} น\."
    rf"|(?<![เ-ไ])(?:{_PREFIXES})?(?:{_WORDS})(?![ะ-ฺๅ-๎])"
)
_THAI_LETTER: Final = re.compile(r"[ก-๛]")


def keep_words(text: str) -> Markup:
    """Escape *text* and wrap every word and number-with-unit that must stay on one line.

    A break is offered where a kept word meets other Thai letters; it adds no character that a
    reader could copy or that a search could miss.
    """
    if isinstance(text, Markup):  # a translated sentence of a template is: it holds no tag
        if "<" in text:
            raise TypeError("keep_words takes plain text; markup could be cut inside a tag")
        text = text.unescape()
    # Escaped by hand and joined as plain text: a page has hundreds of these, and the joining
    # of Markup escapes what is escaped already.
    parts: list[str] = []
    end = 0
    for match in _KEPT.finditer(text):
        before = text[end : match.start()]
        parts.append(str(escape(before)))
        if before and _THAI_LETTER.match(before[-1]) and _THAI_LETTER.match(match[0]):
            parts.append("<wbr>")
        parts.append(f'<span class="nb">{escape(match[0])}</span>')
        end = match.end()
        if _THAI_LETTER.match(text[end : end + 1]) and _THAI_LETTER.match(match[0][-1]):
            parts.append("<wbr>")
    parts.append(str(escape(text[end:])))
    return Markup("".join(parts))  # noqa: S704  # every part was escaped above


def keep(text: object) -> Markup:
    """Keep one whole value on one line: a name with its honorific, a case number."""
    return Markup('<span class="nb">{}</span>').format(text)
