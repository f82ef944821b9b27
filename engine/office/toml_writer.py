"""Writes the tables of a profile as TOML that reads as the same tables again."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any


def write_toml(tables: Mapping[str, Any], head: str = "") -> str:
    """Return the text of *tables*, one ``[header]`` a table, after the comment lines of *head*."""
    parts = [head.strip(), *_table((), tables)]
    return "\n\n".join(part for part in parts if part) + "\n"


def head_of(text: str) -> str:
    """Return the comment lines with which a text begins: what its writer had to say about it."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:first])


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    below = {name: value for name, value in table.items() if _has_header(value)}
    lines = [
        f"{_key(name)} = {_value(value)}" for name, value in table.items() if name not in below
    ]
    if path and (lines or not below):
        lines.insert(0, f"[{'.'.join(map(_key, path))}]")
    yield "\n".join(lines)
    for name, value in below.items():
        yield from _table((*path, name), value)


def _has_header(value: Any) -> bool:
    return isinstance(value, Mapping) and not _is_sentence(value)


def _is_sentence(value: Mapping[str, Any]) -> bool:
    return bool(value) and set(value) <= {"th", "en"}


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            inside = ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items())
            return f"{{ {inside} }}"
        case list() | tuple():
            return _array(value)
        case _:
            return _text(str(value))


def _array(items: list[Any] | tuple[Any, ...]) -> str:
    if not any(isinstance(item, Mapping | list | tuple) for item in items):
        return f"[{', '.join(map(_value, items))}]"
    lines = "".join(f"  {_value(item)},\n" for item in items)
    return f"[\n{lines}]"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
    return name if bare else _text(name)


def _text(text: str) -> str:
    # The escapes of JSON are those of TOML; it leaves DEL as it is, which TOML forbids.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
