"""JSON in which every value knows its line, so that a fault in a form can be pointed at."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from engine.errors import Sentence

MOST_NESTING = 40
MOST_DIGITS = 30

Value: TypeAlias = "str | int | Decimal | bool | tuple[Node, ...] | dict[str, Node] | None"

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"')
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the line it begins on, counted from 1."""

    line: int
    value: Value

    def plain(self) -> object:
        """Give the value without its lines."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value


class JsonInvalid(ValueError):
    """The bytes are not JSON that can be kept; ``line`` counts from 1."""

    def __init__(self, line: int, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.line = line
        self.sentence = sentence


def read_json(data: bytes) -> Node:
    """Read one JSON value (RFC 8259, UTF-8); a leading byte order mark is passed over.

    Stricter than the standard library: no NaN, no name twice in an object, no half surrogate
    pairs, bounded nesting and digits. Raises :exc:`JsonInvalid`, and nothing else.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise JsonInvalid(
            data[: fault.start].count(b"\n") + 1,
            Sentence("แฟ้มนี้ไม่ได้เข้ารหัสแบบ UTF-8", "The file is not UTF-8."),
        ) from None
    return _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0

    def document(self) -> Node:
        node = self._value(0)
        self._skip_space()
        if self._at != len(self._text):
            raise self._fault("มีข้อความเกินหลังจบข้อมูล", "There is text after the end of the value")
        return node

    def _value(self, depth: int) -> Node:
        self._skip_space()
        line = self._line_here()
        if depth > MOST_NESTING:
            raise self._fault("ซ้อนกันลึกเกินไป", "The value is nested too deeply")
        match self._text[self._at : self._at + 1]:
            case "{":
                return Node(line, self._object(depth))
            case "[":
                return Node(line, self._array(depth))
            case '"':
                return Node(line, self._string())
            case _:
                return Node(line, self._word_or_number())

    def _object(self, depth: int) -> dict[str, Node]:
        members: dict[str, Node] = {}
        self._at += 1
        if self._next_is("}"):
            return members
        while True:
            self._skip_space()
            if not self._text.startswith('"', self._at):
                raise self._fault('ต้องมีชื่อในเครื่องหมาย “"”', "A name in double quotes is missing")
            name = self._string()
            if name in members:
                raise self._fault("มีชื่อซ้ำในชุดเดียวกัน", "A name stands twice in one object")
            self._expect(":")
            members[name] = self._value(depth + 1)
            if self._next_is("}"):
                return members
            self._expect(",")

    def _array(self, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        self._at += 1
        if self._next_is("]"):
            return ()
        while True:
            items.append(self._value(depth + 1))
            if self._next_is("]"):
                return tuple(items)
            self._expect(",")

    def _string(self) -> str:
        found = _STRING.match(self._text, self._at)
        if not found:
            raise self._fault("ข้อความในเครื่องหมายคำพูดไม่ถูกต้อง", "The string is not valid")
        text: str = json.loads(found[0])
        self._at = found.end()
        if _SURROGATE.search(text):
            raise self._fault("มีอักขระที่เก็บไม่ได้", "The string holds half a character")
        return text

    def _word_or_number(self) -> int | Decimal | bool | None:
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return value
        found = _NUMBER.match(self._text, self._at)
        if not found:
            raise self._fault("ต้องมีค่าในตำแหน่งนี้", "A value is missing here")
        if len(found[0]) > MOST_DIGITS:
            raise self._fault("ตัวเลขยาวเกินไป", "The number is too long")
        self._at = found.end()
        return Decimal(found[0]) if found[1] or found[2] else int(found[0])

    def _next_is(self, mark: str) -> bool:
        self._skip_space()
        if self._text.startswith(mark, self._at):
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._next_is(mark):
            raise self._fault(f"ต้องมีเครื่องหมาย “{mark}”", f'"{mark}" is missing')

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _line_here(self) -> int:
        # Counted from the last place asked for: the whole file is gone through once.
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _fault(self, th: str, en: str) -> JsonInvalid:
        line = self._line_here()
        return JsonInvalid(
            line, Sentence(f"แฟ้ม JSON ไม่ถูกต้องที่บรรทัด {line}: {th}", f"JSON, line {line}: {en}.")
        )
