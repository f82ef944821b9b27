"""The lines of an evidence file: what is handed to an auditor to verify elsewhere.

JSON lines, in this order:

1. ``evidence``: the format and the scope. *whole*: every row of the log.
   *excerpt*: some streams, each from its first event, each row with its proof.
2. ``checkpoint``: signed notes by ascending size; in a whole file all of them.
   In an excerpt each but the last carries ``proof``, which shows that the last
   one extends it.
3. ``event`` and ``access``: the rows in log order (``leaf``), then those that are
   not in the log yet (``leaf`` null), streams by ``seq``. ``header`` and ``record``
   are strings that hold the exact bytes. In an excerpt ``proof`` is the audit
   path to the last checkpoint. An event whose content is disclosed carries
   ``salt`` and ``content``.

Hashes are hexadecimal.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.journal.canonical import canonical_bytes
from engine.journal.chain import HASH_LENGTH

FORMAT = 1
Proof = Sequence[bytes]


class Scope(StrEnum):
    WHOLE = "whole"
    EXCERPT = "excerpt"


@dataclass(frozen=True)
class CheckpointRow:
    text: str
    proof: Proof | None


@dataclass(frozen=True)
class EventRow:
    """One event. ``header`` is hashed as it stands; the rest of the fields are read from it."""

    header: bytes
    office_id: str
    stream_id: str
    seq: int
    recorded_at: str
    commitment: bytes
    hash: bytes
    leaf: int | None
    proof: Proof | None
    opened: tuple[bytes, bytes] | None


@dataclass(frozen=True)
class AccessRow:
    record: bytes
    recorded_at: str
    leaf: int | None
    proof: Proof | None


def scope_line(scope: Scope) -> str:
    return _line({"type": "evidence", "format": FORMAT, "scope": scope})


def checkpoint_line(text: str, *, proof: Proof | None = None) -> str:
    return _line({"type": "checkpoint", "text": text} | _proof(proof))


def event_line(
    *,
    header: bytes,
    commitment: bytes,
    event_hash: bytes,
    leaf: int | None,
    proof: Proof | None = None,
    opened: tuple[bytes, bytes] | None = None,
) -> str:
    """Write one event; ``opened`` is salt and content, for those who may read it."""
    line = {
        "type": "event",
        "header": _exact(header),
        "commitment": commitment.hex(),
        "hash": event_hash.hex(),
        "leaf": leaf,
    }
    if opened is not None:
        salt, content = opened
        line |= {"salt": salt.hex(), "content": _exact(content)}
    return _line(line | _proof(proof))


def access_line(*, record: bytes, leaf: int | None, proof: Proof | None = None) -> str:
    return _line({"type": "access", "record": _exact(record), "leaf": leaf} | _proof(proof))


def read_scope(line: str) -> Scope:
    """Read the first line. ValueError when it is another format's."""
    found = _Fields(json.loads(line))
    found.must_be("type", "evidence")
    found.must_be("format", FORMAT)
    scope = Scope(found.text("scope"))
    found.end()
    return scope


def read_row(line: str) -> CheckpointRow | EventRow | AccessRow:
    """Read any other line. ValueError for what has a field too many, too few or of another kind."""
    found = _Fields(json.loads(line))
    kind = found.text("type")
    if kind not in _READERS:
        raise ValueError(f"no line is of type {kind}")
    row = _READERS[kind](found)
    found.end()
    return row


class _Fields:
    """The fields of one line, each taken once and of the kind it has to be."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise ValueError("a line is an object")  # noqa: TRY004 - one error for bad input
        self._left: dict[str, Any] = value

    def end(self) -> None:
        if self._left:
            raise ValueError("a line has fields that are not known")

    def must_be(self, name: str, value: object) -> None:
        if self._left.pop(name, None) != value:
            raise ValueError(f"{name} is not {value}")

    def text(self, name: str) -> str:
        value = self._left.pop(name, None)
        if not isinstance(value, str):
            raise ValueError(f"{name} is a text")  # noqa: TRY004 - as above
        return value

    def exact(self, name: str) -> bytes:
        return self.text(name).encode()

    def octets(self, name: str) -> bytes:
        return bytes.fromhex(self.text(name))

    def hash(self, name: str) -> bytes:
        return _hash(self.text(name))

    def leaf(self) -> int | None:
        value = self._left.pop("leaf")
        if value is not None and (type(value) is not int or value < 0):
            raise ValueError("a leaf counts from 0")
        return value

    def proof(self) -> Proof | None:
        value = self._left.pop("proof", None)
        return None if value is None else [_hash(step) for step in value]

    def opened(self) -> tuple[bytes, bytes] | None:
        if "salt" not in self._left:
            return None
        return self.octets("salt"), self.exact("content")


def _read_checkpoint(found: _Fields) -> CheckpointRow:
    return CheckpointRow(found.text("text"), found.proof())


def _read_event(found: _Fields) -> EventRow:
    header = found.text("header")
    clear = _object(header)
    seq = clear["seq"]
    if type(seq) is not int:
        raise ValueError("seq is a number")
    return EventRow(
        header=header.encode(),
        office_id=_named(clear, "office_id"),
        stream_id=_named(clear, "stream_id"),
        seq=seq,
        recorded_at=_named(clear, "recorded_at"),
        commitment=found.hash("commitment"),
        hash=found.hash("hash"),
        leaf=found.leaf(),
        proof=found.proof(),
        opened=found.opened(),
    )


def _read_access(found: _Fields) -> AccessRow:
    record = found.text("record")
    recorded_at = _named(_object(record), "recorded_at")
    return AccessRow(record.encode(), recorded_at, found.leaf(), found.proof())


_READERS: Mapping[str, Callable[[_Fields], CheckpointRow | EventRow | AccessRow]] = {
    "checkpoint": _read_checkpoint,
    "event": _read_event,
    "access": _read_access,
}


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("a header is an object")  # noqa: TRY004 - as above
    return value


def _named(clear: Mapping[str, Any], name: str) -> str:
    value = clear[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text")  # noqa: TRY004 - as above
    return value


def _hash(text: str) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != HASH_LENGTH:
        raise ValueError("a hash has 32 bytes")
    return value


def _proof(path: Proof | None) -> dict[str, Any]:
    return {} if path is None else {"proof": [step.hex() for step in path]}


def _exact(data: bytes) -> str:
    # Bytes that are no text were altered; what replaces them does not match the hash either.
    return data.decode("utf-8", "replace")


def _line(value: dict[str, Any]) -> str:
    return canonical_bytes(value).decode()
