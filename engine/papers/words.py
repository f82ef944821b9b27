"""Text as a paper carries it: clean, in the office's digits, cut into what no line may part."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engine.office.thai import MONTH_NAMES, SHORT_MONTHS, Digits, in_digits
from engine.office.thai_words import thai_words

LONGEST_PIECE: Final = 40
"""Letters that fit on a line of a paper however wide they are."""

_DIGIT: Final = "[0-9๐-๙]"
# Looked for where a run of such signs begins: a line of dots has thousands of other places.
_LATIN: Final = r"(?<![!-~])[!-~]*[A-Za-z][!-~]*"
_MONTHS: Final = "|".join(re.escape(name.th) for name in (*MONTH_NAMES, *SHORT_MONTHS))
_YEAR: Final = rf"(?:(?:พ\.ศ\.|ค\.ศ\.) ?)?{_DIGIT}{{4}}"
_KEPT: Final = re.compile(
    "|".join(
        (
            # an address of the net, a word in Latin letters
            _LATIN,
            rf"{_DIGIT}{{1,2}} (?:{_MONTHS}) {_YEAR}",
            rf"(?:{_MONTHS}) {_YEAR}",
            rf"(?:พ\.ศ\.|ค\.ศ\.) ?{_DIGIT}{{4}}",
            rf"(?:โทร(?:ศัพท์|สาร)?\.? ?)?[0๐](?:[ -]?{_DIGIT}){{8,9}}(?: ต่อ {_DIGIT}{{1,5}})?",
            # the number of a letter: รย ๐๐๑๙/๑๒, นร ๐๑๐๖/ว ๑๒
            rf"(?<![ก-๛])(?:ที่ )?[ก-ฮ]{{2}} {_DIGIT}{{3,5}}(?:\.{_DIGIT}+)*/(?:ว ?)?{_DIGIT}*-?",
            # a person's two names
            r"(?<![ก-๛])(?:นาย|นางสาว|นาง)[ก-๎]{2,16}(?: [ก-๎]{2,20})?(?![ก-๎])",
            rf"{_DIGIT}+(?:[.,:/–-]{_DIGIT}+)*",
        )
    )
)
_NUMBER: Final = re.compile(rf"{_DIGIT}.*")
_COUNTED: Final = re.compile(
    "วันทำการ|วัน|เดือน|ปี|ชั่วโมง|นาที|น[.]|บาท|ครั้ง|คน|ราย|เรื่อง|ฉบับ|แผ่น|หน้า|ข้อ|ช่องทาง|มิติ|เมตร"
    "|กิโลเมตร|ลิตร|กิโลกรัม|ตัน|ไร่|%|ประเด็น|รายการ|หน่วยงาน"
)
_NUMBERED: Final = re.compile(
    "ข้อ|มาตรา|วรรค|หมวด|ร้อยละ|(?:ฉบับ|ครั้ง|มิติ|ลำดับ|คน|วัน|ลงวัน|เลข|หมู่|)ที่|แนบ|หน้า|หมู่|จำนวน|เวลา"
)
# A letter with all the signs that stand on it, and the vowel written before it.
_CLUSTER: Final = re.compile(r"[เ-ไ]?.[ะัาำิ-ฺๅ็-๎]*", re.DOTALL)
_OPENING: Final = frozenset(("(", "[", "{", "“", "‘", '"', "'"))
_CLOSING: Final = re.compile(r"[)\]}”’\"',.:;?!ๆฯ/–-]+")
_HANGING: Final = re.compile(r"[ะัาำิ-ฺๅ็-๎]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """Return *text* without signs that no paper shows, among them those that turn its direction.

    Its lines stay; of several spaces one stays.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    seen = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in _UNSEEN)
    spaced = _SPACES.sub(" ", "".join(seen))
    return "\n".join(line.strip() for line in spaced.split("\n")).strip("\n")


def in_paper_digits(text: str, digits: Digits) -> str:
    """Return *text* in the office's digits; addresses of the net and Latin names stay as typed."""
    parts = re.split(f"({_LATIN})", text)
    return "".join(part if odd % 2 else in_digits(part, digits) for odd, part in enumerate(parts))


def pieces(line: str, longest: int = LONGEST_PIECE) -> list[str]:
    """Cut a line of clean text where it may be broken; joined, the pieces are the line.

    A space between two pieces is a piece. What is longer than *longest* letters is torn.
    """
    parts = _with_marks(_with_numbers(list(_parts(line))))
    return [torn for part in parts for torn in _torn(part, longest)]


def _parts(line: str) -> Iterator[str]:
    last = 0
    for match in _KEPT.finditer(line):
        yield from _words(line[last : match.start()])
        yield match.group()
        last = match.end()
    yield from _words(line[last:])


def _words(text: str) -> Iterator[str]:
    for part in re.split("( )", text):
        if part == " ":
            yield part
        elif part:
            yield from thai_words(part)


def _with_numbers(parts: Sequence[str]) -> Iterator[str]:
    """Leave a number with what it counts and with the word that it numbers: ๗ วันทำการ, ข้อ ๕."""
    kept = ""
    for n, part in enumerate(parts):
        before = kept.rstrip(" ").rpartition(" ")[2]
        after = parts[n + 1] if n + 1 < len(parts) else ""
        if part == " " and kept:
            if _belongs(before, after):
                kept += part
                continue
            yield kept
            yield part
            kept = ""
        elif kept and not kept.endswith(" ") and not _belongs(before, part):
            yield kept
            kept = part
        else:
            kept += part
    if kept:
        yield kept


def _belongs(before: str, after: str) -> bool:
    if _NUMBER.fullmatch(after):
        return _NUMBERED.fullmatch(before) is not None
    counts = _COUNTED.fullmatch(after) is not None and _NUMBER.fullmatch(before) is not None
    return counts or after == "ๆ"


def _with_marks(parts: Iterable[str]) -> Iterator[str]:
    """Leave a closing mark with what it closes, an opening one with what it opens."""
    kept = ""
    for part in parts:
        is_apart = part == " " or kept in {"", " "}
        hangs = _CLOSING.fullmatch(part) or _HANGING.match(part)
        if is_apart or not (hangs or kept in _OPENING):
            if kept:
                yield kept
            kept = part
        else:
            kept += part
    if kept:
        yield kept


def _torn(piece: str, longest: int) -> Iterator[str]:
    kept = ""
    for cluster in [piece] if len(piece) <= longest else _CLUSTER.findall(piece):
        if kept and len(kept) + len(cluster) > longest:
            yield kept
            kept = ""
        kept += cluster
    yield kept
