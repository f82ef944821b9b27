"""Reads tables of TOML into dataclasses: their annotations are the schema.

Every fault is collected with the path of the key at which it stands. A class may refuse a
combination of values by raising an EngineError when it is made; its sentence is the message.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from engine.errors import EngineError, Sentence, Severity
from engine.office.toml_lines import KeyPath

LONGEST_TEXT = 2_000

TABLE_KEY: Final = {"table_key": True}
"""Marks the field that takes the name of the table itself: ``[units.plan]`` is key "plan"."""

Check = Callable[[Any], Sentence | None]

_INVALID: Final = object()
_SCALARS: Mapping[type, Sentence] = {
    str: Sentence("ข้อความ", "text"),
    int: Sentence("จำนวนเต็ม", "a whole number"),
    bool: Sentence("true หรือ false", "true or false"),
    date: Sentence("วันที่ เช่น 2027-03-20", "a date like 2027-03-20"),
    time: Sentence("เวลา เช่น 08:30:00", "a time like 08:30:00"),
}


@dataclass(frozen=True)
class Fault:
    """Something wrong at *path*; the parser adds the line."""

    rule: str
    path: KeyPath
    message: Sentence
    severity: Severity = Severity.ERROR


def checked(check: Check) -> Mapping[str, Any]:
    """Return field metadata: the value must satisfy *check*, which returns what is wrong."""
    return {"check": check}


def known_keys(cls: type, prefix: str = "") -> Iterator[str]:
    """Yield every key that *cls* accepts: ``units.<key>.name``, ``sign_chains.<key>[].role``."""
    hints = _hints(cls)
    for field in _readable_fields(cls):
        yield from _known_below(hints[field.name], f"{prefix}{field.name}")


def shown(path: KeyPath) -> str:
    """Return a path as people read it: ``sign_chains.default[0].role``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def unknown_name(name: str, known: Iterable[str]) -> Sentence:
    """Say that *name* is not known, and which known one it resembles."""
    close = get_close_matches(name, list(known), n=1)
    hint = Sentence(f" หมายถึง {close[0]} หรือไม่", f"; did you mean {close[0]}?") if close else None
    return Sentence(
        f"ไม่รู้จัก {name}{hint.th if hint else ''}", f"unknown: {name}{hint.en if hint else ''}"
    )


class TomlReader:
    """Reads values and collects ``faults``; what it returns holds only if none is an error."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, expected: Any, value: object, path: KeyPath = ()) -> Any:
        """Return *value* as *expected*, a class or annotation."""
        expected = _without_none(expected)
        origin = get_origin(expected)
        if origin is tuple:
            return self._array(get_args(expected)[0], value, path)
        if origin is Mapping:
            return self._mapping(*get_args(expected), value=value, path=path)
        if expected is Sentence:
            return self._sentence(value, path)
        if issubclass(expected, StrEnum):
            return self._choice(expected, value, path)
        if is_dataclass(expected):
            return self._table(expected, value, path)
        return self._scalar(expected, value, path)

    def report(self, rule: str, path: KeyPath, message: Sentence) -> Any:
        self.faults.append(Fault(rule, path, message))
        return _INVALID

    def _table(self, cls: Any, value: object, path: KeyPath, table_key: Any = None) -> Any:
        if not isinstance(value, dict):
            return self._wrong_type(Sentence("ตาราง", "a table"), path)
        hints, readable = _hints(cls), _readable_fields(cls)
        self._unknown_keys(value, [field.name for field in readable], path)
        read = {}
        for field in readable:
            if field.name in value:
                below = (*path, field.name)
                found = self.read(hints[field.name], value[field.name], below)
                read[field.name] = self._satisfying(field, found, below)
            elif _is_required(field):
                message = Sentence(f"ต้องมี {field.name}", f"{field.name} is required")
                read[field.name] = self.report("missing_key", (*path, field.name), message)
        if table_key is _INVALID or any(found is _INVALID for found in read.values()):
            return _INVALID
        named = {field.name: table_key for field in fields(cls) if _takes_table_key(field)}
        try:
            return cls(**named, **read)
        except EngineError as error:
            return self.report("contradiction", path, error.sentence)

    def _satisfying(self, field: Field[Any], found: Any, path: KeyPath) -> Any:
        check: Check | None = field.metadata.get("check")
        message = check(found) if check and found is not _INVALID else None
        return found if message is None else self.report("invalid_value", path, message)

    def _mapping(self, key_type: type, item: Any, *, value: object, path: KeyPath) -> Any:
        if not isinstance(value, dict):
            return self._wrong_type(Sentence("ตาราง", "a table"), path)
        read = {}
        for name, below in value.items():
            key = self._key(key_type, name, (*path, name))
            entry = (*path, name)
            tabled = is_dataclass(item) and item is not Sentence
            read[key] = (
                self._table(item, below, entry, key) if tabled else self.read(item, below, entry)
            )
        return _INVALID if _INVALID in (*read, *read.values()) else MappingProxyType(read)

    def _key(self, key_type: type, name: str, path: KeyPath) -> Any:
        if issubclass(key_type, StrEnum):
            return self._choice(key_type, name, path)
        message = not_an_identifier(name)
        return name if message is None else self.report("invalid_key", path, message)

    def _array(self, item: Any, value: object, path: KeyPath) -> Any:
        if not isinstance(value, list):
            return self._wrong_type(Sentence("รายการใน [ ]", "an array"), path)
        read = tuple(self.read(item, below, (*path, at)) for at, below in enumerate(value))
        return _INVALID if any(found is _INVALID for found in read) else read

    def _sentence(self, value: object, path: KeyPath) -> Any:
        """Read ``{ th = "...", en = "..." }``; Thai alone is accepted with a warning."""
        both = {"th": value} if isinstance(value, str) else value
        if not isinstance(both, dict) or "th" not in both:
            return self._wrong_type(
                Sentence("{ th = ..., en = ... }", "{ th = ..., en = ... }"), path
            )
        self._unknown_keys(both, ["th", "en"], path)
        if "en" not in both:
            message = Sentence("ยังไม่มีภาษาอังกฤษ", "there is no English text")
            self.faults.append(Fault("english_missing", path, message, Severity.WARNING))
        spoken = {"en": both["th"], **both}
        th, en = (self._scalar(str, spoken[lang], (*path, lang)) for lang in ("th", "en"))
        return _INVALID if _INVALID in (th, en) else Sentence(th, en)

    def _choice(self, choices: type[StrEnum], value: object, path: KeyPath) -> Any:
        known = {str(choice): choice for choice in choices}
        if isinstance(value, str) and value in known:
            return known[value]
        message = unknown_name(str(value), known)
        listed = ", ".join(known)
        return self.report(
            "unknown_value",
            path,
            Sentence(f"{message.th} ใช้ได้: {listed}", f"{message.en} (one of: {listed})"),
        )

    def _scalar(self, expected: type, value: object, path: KeyPath) -> Any:
        # By exact type: to Python true is an int and a date-time is a date.
        if type(value) is not expected:
            return self._wrong_type(_SCALARS[expected], path)
        return self._text(value, path) if isinstance(value, str) else value

    def _text(self, value: str, path: KeyPath) -> Any:
        text = unicodedata.normalize("NFC", value).strip()
        if not text:
            return self.report("invalid_value", path, Sentence("ต้องไม่ว่าง", "it must not be empty"))
        if len(text) > LONGEST_TEXT or any(unicodedata.category(sign) == "Cc" for sign in text):
            message = Sentence(
                f"ข้อความต้องเป็นบรรทัดเดียว ไม่เกิน {LONGEST_TEXT} ตัว",
                f"text must be one line of at most {LONGEST_TEXT} characters",
            )
            return self.report("invalid_value", path, message)
        return text

    def _unknown_keys(self, value: Mapping[str, object], known: list[str], path: KeyPath) -> None:
        for name in value:
            if name not in known:
                self.report("unknown_key", (*path, name), unknown_name(name, known))

    def _wrong_type(self, wanted: Sentence, path: KeyPath) -> Any:
        message = Sentence(f"ต้องเป็น{wanted.th}", f"it must be {wanted.en}")
        return self.report("wrong_type", path, message)


def not_an_identifier(name: str) -> Sentence | None:
    """Keys stand in URLs and expressions: a-z, 0-9 and _, a letter first, at most 40."""
    allowed = name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()
    if allowed and name[0].isalpha() and len(name) <= 40:  # noqa: PLR2004 - said in the message
        return None
    return Sentence(
        f"{name} ต้องเป็น a-z 0-9 และ _ ขึ้นต้นด้วยตัวอักษร ไม่เกิน 40 ตัว",
        f"{name} must be a-z, 0-9 and _, begin with a letter and have at most 40 characters",
    )


def _known_below(expected: Any, path: str) -> Iterator[str]:
    expected = _without_none(expected)
    if get_origin(expected) is Mapping:
        yield from _known_below(get_args(expected)[1], f"{path}.<key>")
    elif get_origin(expected) is tuple and is_dataclass(get_args(expected)[0]):
        yield from _known_below(get_args(expected)[0], f"{path}[]")
    elif is_dataclass(expected) and expected is not Sentence:
        yield from known_keys(expected, f"{path}.")  # type: ignore[arg-type] # never an instance
    else:
        yield path


def _without_none(expected: Any) -> Any:
    if get_origin(expected) not in (Union, UnionType):
        return expected
    return next(one for one in get_args(expected) if one is not type(None))


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _readable_fields(cls: Any) -> list[Field[Any]]:
    return [field for field in fields(cls) if not _takes_table_key(field)]


def _takes_table_key(field: Field[Any]) -> bool:
    return bool(field.metadata.get("table_key"))


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
