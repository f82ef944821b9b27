"""Offline verification: tells from the lines of evidence alone whether a history is whole.

Nothing here reads a database, a key file or a clock; it runs on the auditor's
own machine. What it can see and what not is in docs/adr/0001-proof.md.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from engine.errors import Sentence
from engine.journal.canonical import instant
from engine.journal.chain import Head, access_hash, follows, genesis_hash
from engine.journal.checkpoint import (
    Checkpoint,
    CheckpointInvalid,
    parse_checkpoint,
    verify_checkpoint,
)
from engine.journal.evidence import (
    AccessRow,
    CheckpointRow,
    EventRow,
    Scope,
    read_row,
    read_scope,
)
from engine.journal.faults import Fault, FaultFound, FaultKind
from engine.journal.log_checks import Excerpt, WholeLog
from engine.journal.signing_key import VerifyingKey
from engine.sealing.commitments import matches

#: The log is sealed this often at least while anything happens: the documented window.
WINDOW = timedelta(minutes=5)

_OLDER = frozenset({FaultKind.ANCHOR_NEWER, FaultKind.RECEIPT_NEWER})


class Outcome(StrEnum):
    WHOLE = "whole"
    BROKEN = "broken"
    OLDER = "older_than_anchor"


@dataclass(frozen=True)
class EventReceipt:
    """What somebody holds of one event: a complainant's slip, an officer's print."""

    stream_id: UUID
    seq: int
    hash: bytes


@dataclass(frozen=True)
class Verdict:
    """``fault`` is the first one met, None only when the history is whole.

    ``unsealed`` rows stand after the newest checkpoint: the window in which a row
    can vanish unseen. ``late`` rows bear a time more than :data:`WINDOW` before a
    checkpoint that does not hold them: they came afterwards under an earlier
    time, or the clock was wrong. Not a fault, but ask; the first stands in line
    ``first_late``.
    """

    outcome: Outcome
    fault: Fault | None
    scope: Scope | None
    newest: Checkpoint | None
    checkpoints: int
    events: int
    accesses: int
    unsealed: int
    late: int
    first_late: int | None

    @property
    def sentence(self) -> Sentence:
        if self.fault is not None:
            return self.fault.sentence
        rows = self.events + self.accesses
        th = f"ประวัติครบถ้วน ไม่ถูกแก้ไข ({rows} รายการ จุดตรวจ {self.checkpoints} จุด)"
        en = f"The history is whole: {rows} rows, {self.checkpoints} checkpoints."
        if self.scope is Scope.EXCERPT:
            th = f"รายการที่แสดงถูกต้องทุกรายการ ({rows} รายการ) เป็นชุดหลักฐานบางส่วน"
            en = f"Every row shown is genuine: {rows} rows. This is an excerpt."
        if self.unsealed:
            th += f" ยังไม่มีจุดตรวจครอบคลุม {self.unsealed} รายการ"
            en += f" No checkpoint covers {self.unsealed} of them yet."
        if self.late:
            th += f" มี {self.late} รายการที่ลงเวลาย้อนหลัง ควรสอบถาม"
            en += f" {self.late} of them bear a time long before they came: ask why."
        return Sentence(th, en)


def verify(
    lines: Iterable[str],
    *,
    keys: Sequence[VerifyingKey],
    anchors: Sequence[Checkpoint] = (),
    receipts: Sequence[EventReceipt] = (),
) -> Verdict:
    """Read evidence (see evidence.py) once, from top to bottom, and judge it.

    ``anchors`` are checkpoints that were kept where the office could not reach
    them; ``keys`` are all public keys the log ever signed with. Memory grows with
    the number of streams, not of rows.

    Raises
    ------
    CheckpointInvalid
        An anchor is not signed by any of the keys. It is the auditor's own paper,
        so this says nothing about the history.
    """
    for anchor in anchors:
        verify_checkpoint(anchor, keys)
    reading = _Reading(keys, anchors, receipts)
    fault = reading.read(lines)
    if fault is None:
        outcome = Outcome.WHOLE
    else:
        outcome = Outcome.OLDER if fault.kind in _OLDER else Outcome.BROKEN
    return Verdict(
        outcome=outcome,
        fault=fault,
        scope=reading.scope,
        newest=reading.checkpoints[-1] if reading.checkpoints else None,
        checkpoints=len(reading.checkpoints),
        events=reading.events,
        accesses=reading.accesses,
        unsealed=reading.unsealed,
        late=reading.late,
        first_late=reading.first_late,
    )


@dataclass(frozen=True)
class _Last:
    head: Head
    recorded_at: str


class _Reading:
    """What has been read so far, and the checks that each line has to pass."""

    def __init__(
        self,
        keys: Sequence[VerifyingKey],
        anchors: Sequence[Checkpoint],
        receipts: Sequence[EventReceipt],
    ) -> None:
        self.keys = keys
        self.anchors = anchors
        self.held: dict[tuple[str, int], set[bytes]] = {}
        for receipt in receipts:
            self.held.setdefault((str(receipt.stream_id), receipt.seq), set()).add(receipt.hash)
        self.scope: Scope | None = None
        self.log: WholeLog | Excerpt = WholeLog(anchors)
        self.checkpoints: list[Checkpoint] = []
        self.sizes: list[int] = []
        self.too_early: list[str] = []
        self.rows_began = False
        self.streams: dict[tuple[str, str], _Last] = {}
        self.events = self.accesses = self.unsealed = self.late = 0
        self.first_late: int | None = None
        self.line = 0

    def read(self, lines: Iterable[str]) -> Fault | None:
        try:
            for line in lines:
                self.line += 1
                self._read_line(line)
        except FaultFound as found:
            return replace(found.fault, line=self.line)
        except (ValueError, TypeError, KeyError, RecursionError):
            return Fault(kind=FaultKind.UNREADABLE, line=self.line)
        try:
            self._finish()
        except FaultFound as found:
            return found.fault
        return None

    def _read_line(self, line: str) -> None:
        if self.scope is None:
            self.scope = read_scope(line)
            self.log = (WholeLog if self.scope is Scope.WHOLE else Excerpt)(self.anchors)
            return
        row = read_row(line)
        if isinstance(row, CheckpointRow):
            self._read_checkpoint(row)
            return
        self._begin_rows()
        if isinstance(row, EventRow):
            self._read_event(row)
        else:
            self._read_access(row)

    def _read_checkpoint(self, row: CheckpointRow) -> None:
        if self.rows_began:
            raise ValueError("checkpoints stand before rows")
        try:
            checkpoint = parse_checkpoint(row.text)
            verify_checkpoint(checkpoint, self.keys)
        except CheckpointInvalid:
            raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_NOT_SIGNED)) from None
        if self.checkpoints and not _may_follow(checkpoint, self.checkpoints[-1]):
            raise FaultFound(Fault(kind=FaultKind.CHECKPOINT_UNLINKED, size=checkpoint.size))
        self.log.add_checkpoint(checkpoint, row.proof)
        self.checkpoints.append(checkpoint)
        self.sizes.append(checkpoint.size)
        self.too_early.append(instant(checkpoint.signed_at - WINDOW))

    def _begin_rows(self) -> None:
        if not self.rows_began:
            self.rows_began = True
            self.log.begin_rows()

    def _read_event(self, row: EventRow) -> None:
        place = (row.office_id, row.stream_id)
        last = self.streams.get(place) or _beginning(row)
        kind = self._fault_of_event(row, last)
        if kind is not None:
            raise FaultFound(Fault(kind=kind, stream_id=UUID(row.stream_id), seq=row.seq))
        self._place(row, row.hash)
        self.streams[place] = _Last(Head(row.seq, row.hash), row.recorded_at)
        self.events += 1

    def _fault_of_event(self, row: EventRow, last: _Last) -> FaultKind | None:
        if row.seq != last.head.seq + 1:
            is_gap = row.seq > last.head.seq
            return FaultKind.EVENT_MISSING if is_gap else FaultKind.EVENT_REPEATED
        if not follows(row.hash, last.head.hash, row.header, row.commitment):
            return FaultKind.CHAIN_BROKEN
        if row.recorded_at < last.recorded_at:
            return FaultKind.TIME_REVERSED
        if row.opened is not None:
            salt, content = row.opened
            if not matches(content, salt, row.commitment):
                return FaultKind.CONTENT_ALTERED
        if self.held.pop((row.stream_id, row.seq), {row.hash}) != {row.hash}:
            return FaultKind.RECEIPT_CONTRADICTED
        return None

    def _read_access(self, row: AccessRow) -> None:
        self._place(row, access_hash(row.record))
        self.accesses += 1

    def _place(self, row: EventRow | AccessRow, row_hash: bytes) -> None:
        """Put a row into the log, or among those that are too new for it."""
        if row.leaf is None:
            if row.proof is not None:
                raise ValueError("what is not in the log has no proof")
            self.unsealed += 1
        elif self.unsealed:
            leaves = (row.leaf, row.leaf + 1)
            raise FaultFound(Fault(kind=FaultKind.LEAF_OUT_OF_ORDER, leaves=leaves))
        else:
            self.log.add_row(row.leaf, row_hash, row.proof)
        self._note_late(row)

    def _note_late(self, row: EventRow | AccessRow) -> None:
        before = len(self.sizes) if row.leaf is None else bisect_right(self.sizes, row.leaf)
        if before and row.recorded_at < self.too_early[before - 1]:
            self.late += 1
            self.first_late = self.first_late or self.line

    def _finish(self) -> None:
        if self.scope is None:
            raise FaultFound(Fault(kind=FaultKind.UNREADABLE, line=1))
        self._begin_rows()
        self.log.finish()
        shown = {stream_id for _, stream_id in self.streams}
        for stream_id, seq in self.held:
            if self.scope is Scope.WHOLE or stream_id in shown:
                raise FaultFound(
                    Fault(kind=FaultKind.RECEIPT_NEWER, stream_id=UUID(stream_id), seq=seq)
                )


def _beginning(row: EventRow) -> _Last:
    return _Last(Head(0, genesis_hash(UUID(row.office_id), UUID(row.stream_id))), "")


def _may_follow(checkpoint: Checkpoint, before: Checkpoint) -> bool:
    return (
        checkpoint.origin == before.origin
        and checkpoint.size > before.size
        and checkpoint.signed_at >= before.signed_at
    )
