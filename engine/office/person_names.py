"""One spelling for a person's name, so that a respondent is recognised however it was typed.

A name that is not recognised would let someone read the complaint about himself; a name that
matches too widely only keeps somebody away until a person has looked. Where a title and a
name cannot be told apart, this module therefore strips.
"""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_STACKED_MARKS = re.compile(f"[{_TONES}\u0e31\u0e34-\u0e39\u0e47]{{2,}}")
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NOT_A_LETTER = re.compile(r"[^\w\u0e00-\u0e7f]+|[_\u0e2f\u0e46\u0e4f\u0e5a\u0e5b]")

# Longer titles stand before those that they begin with.
_WORD_TITLES = (
    "นางสาว|นายดาบตำรวจ|นายแพทย์|นาง|นาย|เด็กชาย|เด็กหญิง|คุณหญิง|ท่านผู้หญิง|คุณ|ว่าที่"
    "|หม่อมราชวงศ์|หม่อมหลวง|หม่อมเจ้า|ดอกเตอร์|ผู้ช่วยศาสตราจารย์|รองศาสตราจารย์|ศาสตราจารย์"
    "|อาจารย์|แพทย์หญิง|ทันตแพทย์หญิง|ทันตแพทย์|เภสัชกรหญิง|เภสัชกร|สัตวแพทย์หญิง|สัตวแพทย์"
    "|ดาบตำรวจ|พลตำรวจ|พลทหาร|พระครู|พระมหา|ครู|กำนัน|ผู้ใหญ่บ้าน|ผู้ใหญ่"
    "|ท่าน|รองนายก|รองปลัด|ปลัด|รองผู้อำนวยการ|ผู้อำนวยการ|หัวหน้า|สารวัตร|ผู้กำกับ"
)
_RANKS = (
    "(?:นาวาอากาศ|นาวา|เรืออากาศ|เรือ|พลอากาศ|พลเรือ|พล|พันจ่าอากาศ|พันจ่า|พัน|ร้อย"
    "|จ่าสิบ|จ่าอากาศ|จ่า|สิบ)"
    "(?:ตำรวจ)?(?:เอก|โท|ตรี)|จ่าสิบตำรวจ"
)
# These are titles only when a space or ฯ follows: ดรุณี is a name, and นายกมล is Mr Kamon.
_BARE_ABBREVIATIONS = (
    "นายก|นส|ดร|ผศ|รศ|ดช|ดญ|มล|มรว|พญ|ทพญ"
    "|พลตอ|พลตท|พลตต|พตอ|พตท|พตต|รตอ|รตท|รตต|ดต|จสต|จสอ|สตอ|สตท|สตต"
)
_LATIN_TITLES = (
    "mrs|mr|ms|miss|dr|prof|professor|col|colonel|capt|captain|maj|major|lt|lieutenant|gen|general"
    "|pol|sub"
)
# What is left must be able to begin a word: นายิกา is a name, not นาย with ิกา.
_CAN_BEGIN = r"(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"
_TITLE = re.compile(
    rf"\s*(?:(?:{_BARE_ABBREVIATIONS})(?=[\sฯ])"
    rf"|(?:(?:{_RANKS})(?:หญิง)?|{_WORD_TITLES}){_CAN_BEGIN}"
    r"|(?:[ก-ฮ]{2,4}|[ก-ฮ]\.\s*[ก-ฮ]{1,2})\.(?:\s*[ก-ฮ]{1,4}\.)*(?:หญิง)?"  # พ.ต.อ. ดร. ม.ร.ว.
    r"|[ศอ]\.|ฯ"
    r"|\(?\s*(?:หญิง|ญ\.)\s*\)?(?=\s)"
    rf"|(?:{_LATIN_TITLES})(?:\.|(?=\s)))\s*(?=\S)"
)
_SUFFIX = re.compile(r"\s+ร\.?\s*น\.?\s*$")  # ร.น. after the name of a naval officer


def normalise_person_name(text: str) -> str:
    """Return *text* without titles, ranks, spaces, punctuation and unseen characters.

    Made for comparing, never for showing. Titles are taken off until none is left, so a name
    with and without them gives the same; a second pass changes nothing.
    """
    name = _one_spelling(text)
    name = _without_brackets(name)
    name = _SUFFIX.sub("", name)
    # What stood between marks is gone now, and a space may have stood inside a title.
    joined = _one_spelling(_NOT_A_LETTER.sub("", _without_titles(name)))
    return _without_titles(joined)


def normalise_position(text: str) -> str:
    """Return the name of a post in one spelling, without spaces and punctuation."""
    return _NOT_A_LETTER.sub("", _one_spelling(text))


def _one_spelling(text: str) -> str:
    """Undo what keyboards and copying do to Thai: unseen characters, marks in another order."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text).casefold())
    text = " ".join(text.split())
    text = text.replace("\u0e40\u0e40", "\u0e41")  # เ เ typed for แ
    text = _SPLIT_SARA_AM.sub(lambda match: f"{match[1] or match[2] or ''}\u0e33", text)
    return _STACKED_MARKS.sub(lambda marks: "".join(sorted(marks[0], key=_is_tone)), text)


def _without_brackets(name: str) -> str:
    """Drop a nickname in brackets; keep a name that stands in brackets as a whole."""
    outside = _IN_BRACKETS.sub(" ", name)
    return outside if _NOT_A_LETTER.sub("", _without_titles(outside)) else name


def _without_titles(name: str) -> str:
    name, at = name.strip(" ()[]"), 0
    while match := _TITLE.match(name, at):
        at = match.end()
    return name[at:]


def _is_tone(mark: str) -> bool:
    return mark in _TONES
