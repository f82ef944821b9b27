"""Every attack that was thought of, against evidence as an auditor gets it.

A history of four streams and some access records, sealed by three checkpoints,
with rows after the newest one: the window. Each attack is tried at every place
it can be tried at, and each is expected to be seen, or documented as not.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journal.canonical import canonical_bytes
from engine.journal.chain import EventHeader, access_hash, event_hash, genesis_hash, header_bytes
from engine.journal.checkpoint import (
    NO_PREVIOUS,
    Checkpoint,
    CheckpointInvalid,
    parse_checkpoint,
    sign_checkpoint,
)
from engine.journal.evidence import (
    Scope,
    access_line,
    checkpoint_line,
    event_line,
    scope_line,
)
from engine.journal.faults import FaultKind
from engine.journal.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    root_of,
)
from engine.journal.signing_key import SigningKey
from engine.journal.verify import WINDOW, EventReceipt, Outcome, Verdict, verify
from engine.sealing.commitments import Commitment, commit

OFFICE = UUID(int=1)
STREAMS = [UUID(int=number) for number in (2, 3, 4, 5)]
START = datetime(2026, 11, 21, 2, tzinfo=UTC)
STEP = timedelta(seconds=20)
KEY = SigningKey.generate("complaints.example.go.th")
CHECKPOINTS_AT = (7, 15, 21)
ROWS = 24


@dataclass(frozen=True)
class Event:
    header: EventHeader
    content: bytes
    commitment: Commitment


@dataclass(frozen=True)
class Access:
    record: bytes


Row = Event | Access


def event(stream_id: UUID, seq: int, number: int) -> Event:
    content = canonical_bytes({"answer": f"คำตอบที่ {number}"})
    header = EventHeader(
        office_id=OFFICE,
        stream_id=stream_id,
        seq=seq,
        kind="work_item_completed",
        element=f"task_{seq}",
        instance_id=UUID(int=100),
        actor_id=UUID(int=200 + number % 3),
        on_behalf_of=None,
        recorded_at=START + number * STEP,
        occurred_on=date(2026, 11, 21),
        edition="e" * 64,
        engine_version="spiffworkflow 3.2.0",
    )
    return Event(header, content, commit(content))


def access(number: int) -> Access:
    return Access(
        canonical_bytes(
            {
                "office_id": OFFICE,
                "id": UUID(int=300 + number),
                "kind": "identity_opened",
                "person_id": UUID(int=200),
                "recorded_at": START + number * STEP,
            }
        )
    )


def history() -> list[Row]:
    seqs, rows = dict.fromkeys(STREAMS, 0), []
    for number in range(ROWS):
        if number % 6 == 5:
            rows.append(access(number))
            continue
        stream_id = STREAMS[number * number // 3 % len(STREAMS)]
        seqs[stream_id] += 1
        rows.append(event(stream_id, seqs[stream_id], number))
    return rows


def hashes_of(rows: Sequence[Row]) -> list[bytes]:
    """Return what stands in the log: the chained hashes of events, the hashes of accesses."""
    heads: dict[UUID, bytes] = {}
    found = []
    for row in rows:
        if isinstance(row, Access):
            found.append(access_hash(row.record))
            continue
        stream_id = row.header.stream_id
        before = heads.get(stream_id) or genesis_hash(OFFICE, stream_id)
        heads[stream_id] = event_hash(before, header_bytes(row.header), row.commitment.digest)
        found.append(heads[stream_id])
    return found


def sealed(
    rows: Sequence[Row], key: SigningKey = KEY, sizes: Sequence[int] = CHECKPOINTS_AT
) -> list[Checkpoint]:
    leaves = [leaf_hash(each) for each in hashes_of(rows)]
    checkpoints: list[Checkpoint] = []
    for size in sizes:
        checkpoints.append(
            sign_checkpoint(
                key,
                size=size,
                root=root_of(leaves[:size]),
                previous=checkpoints[-1].hash if checkpoints else NO_PREVIOUS,
                signed_at=START + size * STEP,
            )
        )
    return checkpoints


def line_of(
    row: Row, row_hash: bytes, leaf: int | None, proof: Sequence[bytes] | None = None
) -> str:
    if isinstance(row, Access):
        return access_line(record=row.record, leaf=leaf, proof=proof)
    return event_line(
        header=header_bytes(row.header),
        commitment=row.commitment.digest,
        event_hash=row_hash,
        leaf=leaf,
        proof=proof,
        opened=(row.commitment.salt, row.content),
    )


def export(rows: Sequence[Row], checkpoints: Sequence[Checkpoint]) -> list[str]:
    """Write evidence of the whole log as the product does."""
    covered = checkpoints[-1].size if checkpoints else 0
    lines = [scope_line(Scope.WHOLE)]
    lines += [checkpoint_line(each.text) for each in checkpoints]
    for number, (row, row_hash) in enumerate(zip(rows, hashes_of(rows), strict=True)):
        lines.append(line_of(row, row_hash, number if number < covered else None))
    return lines


def judge(lines: Sequence[str], anchors: Sequence[Checkpoint] = (), **given: Any) -> Verdict:
    return verify(lines, keys=[KEY.verifying_key], anchors=anchors, **given)


TRUE_ROWS = history()
TRUE_CHECKPOINTS = sealed(TRUE_ROWS)
TRUE_LINES = export(TRUE_ROWS, TRUE_CHECKPOINTS)
FIRST_ROW = 1 + len(TRUE_CHECKPOINTS)
ANCHOR = TRUE_CHECKPOINTS[-1]


def rewritten(place: int) -> list[Row]:
    """Return another past: one row says something else, all that follows chained anew."""
    rows = list(TRUE_ROWS)
    row = rows[place]
    if isinstance(row, Access):
        rows[place] = Access(row.record.replace(b"identity_opened", b"identity_guessed"))
    else:
        content = canonical_bytes({"answer": "อื่น"})
        rows[place] = replace(row, content=content, commitment=commit(content))
    return rows


def leaves_of_json(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves_of_json(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves_of_json(inner, (*path, place))
    else:
        yield path


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def changed_at(line: str, path: tuple[Any, ...], change: Callable[[Any], Any]) -> str:
    value = json.loads(line)
    inner = at(value, path[:-1])
    inner[path[-1]] = change(inner[path[-1]])
    return json.dumps(value, ensure_ascii=False)


def test_the_true_history_is_whole() -> None:
    verdict = judge(TRUE_LINES, TRUE_CHECKPOINTS)
    assert verdict.outcome is Outcome.WHOLE
    assert verdict.fault is None
    assert (verdict.events, verdict.accesses, verdict.checkpoints) == (20, 4, 3)
    assert verdict.unsealed == ROWS - CHECKPOINTS_AT[-1]
    assert verdict.newest == ANCHOR
    assert verdict.late == 0
    assert "whole: 24 rows, 3 checkpoints" in verdict.sentence.en
    assert "24 รายการ" in verdict.sentence.th


def flip_bytes(true_lines: Sequence[str], every: int) -> int:
    """Alter each value at every n-th letter, one at a time; return how many were tried."""
    tried = 0
    for number, line in enumerate(true_lines):
        value = json.loads(line)
        if value["type"] == "access" and value["leaf"] is None:
            continue  # the window, below
        for path in leaves_of_json(value):
            for altered in one_byte_changes(at(value, path), every, number):
                lines = list(true_lines)
                lines[number] = changed_at(line, path, lambda _, new=altered: new)
                assert judge(lines).outcome is Outcome.BROKEN, (number, path, altered)
                tried += 1
    return tried


def one_byte_changes(value: Any, every: int, offset: int) -> Iterator[Any]:
    if value is None:
        yield 0
    elif isinstance(value, int):
        yield from (value + 1, value - 1, None)
    else:
        for place in range(offset % every, len(value), every):
            # Where a line of a note ends is not signed.
            if value[place] != "\n":
                yield value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


def test_one_byte_of_any_column_of_any_row_is_seen() -> None:
    assert flip_bytes(TRUE_LINES, every=7) > 1_000
    assert flip_bytes(EXCERPT, every=7) > 300


@pytest.mark.long
def test_every_byte_of_every_column_of_every_row_is_seen() -> None:
    assert flip_bytes(TRUE_LINES, every=1) > 10_000
    assert flip_bytes(EXCERPT, every=1) > 2_000


def test_an_access_record_is_in_the_window_until_it_is_sealed() -> None:
    # Access records are no part of a case's chain: only the log proves them.
    place = ROWS - 1
    assert isinstance(TRUE_ROWS[place], Access)
    altered = export(rewritten(place), TRUE_CHECKPOINTS)
    assert judge(altered, TRUE_CHECKPOINTS).outcome is Outcome.WHOLE
    once_sealed = sealed(TRUE_ROWS, sizes=(ROWS,))
    assert judge(export(rewritten(place), once_sealed)).outcome is Outcome.BROKEN


def test_bytes_that_were_altered_in_a_row_are_located_in_its_line() -> None:
    for place, row in enumerate(TRUE_ROWS):
        if isinstance(row, Event):
            lines = list(TRUE_LINES)
            lines[FIRST_ROW + place] = changed_at(
                lines[FIRST_ROW + place],
                ("header",),
                lambda header: header.replace("_completed", "_cancelled"),
            )
            fault = judge(lines).fault
            assert fault is not None
            assert fault.kind is FaultKind.CHAIN_BROKEN
            assert fault.line == FIRST_ROW + place + 1
            assert (fault.stream_id, fault.seq) == (row.header.stream_id, row.header.seq)


INNER = range(CHECKPOINTS_AT[-1])


@pytest.mark.parametrize("place", INNER)
def test_an_inner_row_that_is_deleted_is_seen(place: int) -> None:
    verdict = judge(TRUE_LINES[: FIRST_ROW + place] + TRUE_LINES[FIRST_ROW + place + 1 :])
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind in {FaultKind.LEAF_OUT_OF_ORDER, FaultKind.EVENT_MISSING} | (
        {FaultKind.ROWS_MISSING} if place == INNER[-1] else set()
    )


@pytest.mark.parametrize("place", INNER[:-1])
def test_inner_rows_that_are_swapped_are_seen(place: int) -> None:
    lines, here = list(TRUE_LINES), FIRST_ROW + place
    lines[here], lines[here + 1] = lines[here + 1], lines[here]
    assert judge(lines).outcome is Outcome.BROKEN
    # With their places in the log swapped too, the tree is another.
    for number, leaf in ((here, place), (here + 1, place + 1)):
        lines[number] = changed_at(lines[number], ("leaf",), lambda _, new=leaf: new)
    assert judge(lines).outcome is Outcome.BROKEN


@pytest.mark.parametrize("place", INNER)
def test_an_inner_row_that_is_copied_is_seen(place: int) -> None:
    here = FIRST_ROW + place
    for target in (here, here + 1, len(TRUE_LINES)):
        lines = [*TRUE_LINES[:target], TRUE_LINES[here], *TRUE_LINES[target:]]
        assert judge(lines).outcome is Outcome.BROKEN


@pytest.mark.parametrize("kept", range(CHECKPOINTS_AT[-1]))
def test_a_tail_cut_below_a_checkpoint_that_was_left_is_seen(kept: int) -> None:
    verdict = judge(TRUE_LINES[: FIRST_ROW + kept])
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.ROWS_MISSING
    assert verdict.fault.size == CHECKPOINTS_AT[-1]


@pytest.mark.parametrize("kept", range(CHECKPOINTS_AT[-1]))
def test_a_tail_cut_with_its_checkpoints_is_seen_against_an_anchor(kept: int) -> None:
    # The same as an old backup that was restored.
    rows = TRUE_ROWS[:kept]
    lines = export(rows, [each for each in TRUE_CHECKPOINTS if each.size <= kept])
    assert judge(lines).outcome is Outcome.WHOLE
    verdict = judge(lines, [ANCHOR])
    assert verdict.outcome is Outcome.OLDER
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.ANCHOR_NEWER
    assert "restored backup" in verdict.sentence.en
    assert "สำเนาสำรอง" in verdict.sentence.th


@pytest.mark.parametrize("place", INNER)
def test_a_rewritten_past_is_seen_against_the_checkpoints(place: int) -> None:
    verdict = judge(export(rewritten(place), TRUE_CHECKPOINTS))
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.ROOT_DIFFERS
    assert verdict.fault.leaves is not None
    first, stop = verdict.fault.leaves
    assert first <= place < stop
    assert (first, stop) in {(0, 7), (7, 15), (15, 21)}


@pytest.mark.parametrize("place", INNER)
def test_a_rewritten_past_signed_with_the_stolen_key_is_seen_against_an_anchor(place: int) -> None:
    rows = rewritten(place)
    lines = export(rows, sealed(rows))
    assert judge(lines).outcome is Outcome.WHOLE
    verdict = judge(lines, [ANCHOR])
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.ANCHOR_CONTRADICTED
    # Checkpoints of another size do not help whoever signs anew.
    verdict = judge(export(rows, sealed(rows, sizes=(20, 24))), TRUE_CHECKPOINTS)
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.ANCHOR_CONTRADICTED
    assert verdict.fault.leaves is not None
    first, stop = verdict.fault.leaves
    assert first <= place < stop


def test_a_past_signed_with_another_key_is_seen() -> None:
    other = SigningKey.generate(KEY.name)
    verdict = judge(export(TRUE_ROWS, sealed(TRUE_ROWS, other)))
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.CHECKPOINT_NOT_SIGNED
    assert verdict.fault.line == 2


@pytest.mark.parametrize("kept", range(CHECKPOINTS_AT[-1], ROWS))
def test_rows_newer_than_the_newest_checkpoint_are_the_window(kept: int) -> None:
    verdict = judge(TRUE_LINES[: FIRST_ROW + kept], TRUE_CHECKPOINTS)
    assert verdict.outcome is Outcome.WHOLE
    assert verdict.unsealed == kept - CHECKPOINTS_AT[-1]


@pytest.mark.parametrize("place", range(CHECKPOINTS_AT[-1], ROWS - 1))
def test_a_receipt_that_somebody_holds_closes_the_window_for_its_event(place: int) -> None:
    row = TRUE_ROWS[place]
    assert isinstance(row, Event)
    receipt = EventReceipt(row.header.stream_id, row.header.seq, hashes_of(TRUE_ROWS)[place])
    assert judge(TRUE_LINES, receipts=[receipt]).outcome is Outcome.WHOLE

    verdict = judge(TRUE_LINES[: FIRST_ROW + place], receipts=[receipt])
    assert verdict.outcome is Outcome.OLDER
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.RECEIPT_NEWER

    verdict = judge(export(rewritten(place), TRUE_CHECKPOINTS), receipts=[receipt])
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.RECEIPT_CONTRADICTED


@pytest.mark.parametrize("gone", range(len(TRUE_CHECKPOINTS)))
def test_a_checkpoint_that_is_deleted_is_seen(gone: int) -> None:
    lines = TRUE_LINES[: 1 + gone] + TRUE_LINES[2 + gone :]
    verdict = judge(lines)
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.fault is not None
    is_last = gone == len(TRUE_CHECKPOINTS) - 1
    assert verdict.fault.kind is (
        FaultKind.CHECKPOINT_MISSING if is_last else FaultKind.CHECKPOINT_UNLINKED
    )


def test_a_row_hidden_from_the_log_is_seen() -> None:
    for place in INNER:
        lines = list(TRUE_LINES)
        hidden = changed_at(lines.pop(FIRST_ROW + place), ("leaf",), lambda _: None)
        assert judge([*lines, hidden]).outcome is Outcome.BROKEN


def test_content_that_was_destroyed_leaves_the_history_whole() -> None:
    lines = []
    for line in TRUE_LINES:
        value = json.loads(line)
        value.pop("content", None)
        value.pop("salt", None)
        lines.append(json.dumps(value))
    assert judge(lines, TRUE_CHECKPOINTS).outcome is Outcome.WHOLE


def test_content_of_another_event_is_seen() -> None:
    events = [place for place, row in enumerate(TRUE_ROWS) if isinstance(row, Event)]
    one, other = (FIRST_ROW + place for place in events[:2])
    lines = list(TRUE_LINES)
    content = json.loads(lines[other])["content"]
    lines[one] = changed_at(lines[one], ("content",), lambda _: content)
    fault = judge(lines).fault
    assert fault is not None
    assert fault.kind is FaultKind.CONTENT_ALTERED


def test_an_event_entered_afterwards_under_an_earlier_time_is_told() -> None:
    # Whoever holds the running system can append to a dormant case and lie about when.
    rows = list(TRUE_ROWS)
    dormant = event(UUID(int=6), 1, ROWS)
    recorded_at = START + CHECKPOINTS_AT[-1] * STEP - WINDOW - timedelta(microseconds=1)
    header = replace(dormant.header, recorded_at=recorded_at)
    rows.append(replace(dormant, header=header))

    for sizes in (CHECKPOINTS_AT, (*CHECKPOINTS_AT, len(rows))):
        verdict = judge(export(rows, sealed(rows, sizes=sizes)))
        assert verdict.outcome is Outcome.WHOLE
        assert verdict.late == 1
        assert verdict.first_late == 1 + len(sizes) + len(rows)
        assert "ask why" in verdict.sentence.en

    honest = replace(header, recorded_at=recorded_at + timedelta(microseconds=1))
    rows[-1] = replace(dormant, header=honest)
    assert judge(export(rows, sealed(rows))).late == 0


def test_a_sealer_that_stood_still_makes_no_row_late() -> None:
    lines = export(TRUE_ROWS, sealed(TRUE_ROWS, sizes=(24,)))
    assert judge(lines).late == 0


def test_an_anchor_that_nobody_signed_is_not_used() -> None:
    forged = replace(ANCHOR, size=ANCHOR.size + 1)
    with pytest.raises(CheckpointInvalid):
        judge(TRUE_LINES, [forged])


def test_an_anchor_typed_from_paper_is_as_good() -> None:
    typed = parse_checkpoint("\r\n".join(ANCHOR.text.splitlines()))
    assert judge(TRUE_LINES, [typed]).outcome is Outcome.WHOLE


def test_a_new_installation_is_whole_and_older_than_any_anchor() -> None:
    lines = [scope_line(Scope.WHOLE)]
    assert judge(lines).outcome is Outcome.WHOLE
    assert judge(lines, [ANCHOR]).outcome is Outcome.OLDER


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["null"],
        ["[]"],
        ["{"],
        ["[" * 100_000],
        ['{"type":"evidence","format":2,"scope":"whole"}'],
        ['{"type":"evidence","format":1,"scope":"some"}'],
        ['{"type":"evidence","format":1,"scope":"whole","more":1}'],
        [TRUE_LINES[0], "{}"],
        [TRUE_LINES[0], '{"type":"other"}'],
        [TRUE_LINES[0], '{"type":[]}'],
        [TRUE_LINES[0], '{"type":"event","header":"{}"}'],
        [TRUE_LINES[0], TRUE_LINES[0]],
        [TRUE_LINES[0], *TRUE_LINES[2:]],
        [TRUE_LINES[0], *TRUE_LINES[FIRST_ROW:], *TRUE_LINES[1:FIRST_ROW]],
        TRUE_LINES[1:],
    ],
)
def test_lines_in_no_order_or_of_no_kind_are_refused_without_a_crash(lines: list[str]) -> None:
    verdict = judge(lines)
    assert verdict.outcome is Outcome.BROKEN
    assert verdict.sentence.th


@given(st.data())
def test_no_line_whatever_makes_it_crash(data: st.DataObject) -> None:
    lines = list(TRUE_LINES)
    place = data.draw(st.integers(0, len(lines) - 1))
    value = json.loads(lines[place])
    key = data.draw(st.sampled_from(sorted(value)))
    anything = st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=4,
    )
    value[key] = data.draw(anything)
    lines[place] = json.dumps(value)
    assert judge(lines).outcome in set(Outcome)


# An excerpt: some streams, each row with its proof.


def excerpt(
    shown: set[UUID],
    rows: Sequence[Row] = TRUE_ROWS,
    checkpoints: Sequence[Checkpoint] = TRUE_CHECKPOINTS,
) -> list[str]:
    hashes = hashes_of(rows)
    nodes = nodes_of([leaf_hash(each) for each in hashes])
    covered = checkpoints[-1].size
    lines = [scope_line(Scope.EXCERPT)]
    for each in checkpoints[:-1]:
        proof = consistency_proof(nodes, each.size, covered)
        lines.append(checkpoint_line(each.text, proof=proof))
    lines.append(checkpoint_line(checkpoints[-1].text))
    for number, (row, row_hash) in enumerate(zip(rows, hashes, strict=True)):
        if isinstance(row, Event) and row.header.stream_id in shown:
            is_sealed = number < covered
            proof = inclusion_proof(nodes, number, covered) if is_sealed else None
            lines.append(line_of(row, row_hash, number if is_sealed else None, proof))
    return lines


EXCERPT = excerpt({STREAMS[0]})


@pytest.mark.parametrize("count", range(1, 5))
def test_an_excerpt_proves_what_it_shows(count: int) -> None:
    verdict = judge(excerpt(set(STREAMS[:count])), TRUE_CHECKPOINTS)
    assert verdict.outcome is Outcome.WHOLE
    assert verdict.scope is Scope.EXCERPT
    assert "excerpt" in verdict.sentence.en
    assert "บางส่วน" in verdict.sentence.th


def test_a_row_missing_inside_an_excerpt_is_seen() -> None:
    first = 1 + len(TRUE_CHECKPOINTS)
    for place in range(first, len(EXCERPT) - 1):
        assert judge(EXCERPT[:place] + EXCERPT[place + 1 :]).outcome is Outcome.BROKEN


def test_a_rewritten_excerpt_is_seen() -> None:
    for place in INNER:
        row = TRUE_ROWS[place]
        if isinstance(row, Event):
            rows = rewritten(place)
            lines = excerpt({row.header.stream_id}, rows)
            fault = judge(lines).fault
            assert fault is not None
            assert fault.kind in {FaultKind.CHECKPOINT_NOT_PROVED, FaultKind.LEAF_NOT_PROVED}
            stolen = sealed(rows)
            lines = excerpt({row.header.stream_id}, rows, stolen)
            assert judge(lines).outcome is Outcome.WHOLE
            fault = judge(lines, [ANCHOR]).fault
            assert fault is not None
            assert fault.kind is FaultKind.ANCHOR_CONTRADICTED


def test_an_excerpt_speaks_only_of_anchors_it_holds() -> None:
    outside = sealed(TRUE_ROWS, sizes=(10,))
    fault = judge(EXCERPT, outside).fault
    assert fault is not None
    assert fault.kind is FaultKind.ANCHOR_NOT_PROVED
    newer = sealed(TRUE_ROWS, sizes=(24,))
    assert judge(EXCERPT, newer).outcome is Outcome.OLDER


def test_an_excerpt_is_not_passed_off_as_the_whole() -> None:
    lines = [TRUE_LINES[0], *EXCERPT[1:]]
    assert judge(lines).outcome is Outcome.BROKEN


def test_a_receipt_of_a_stream_that_is_not_shown_says_nothing_of_an_excerpt() -> None:
    hashes = hashes_of(TRUE_ROWS)
    receipts = [
        EventReceipt(row.header.stream_id, row.header.seq, row_hash)
        for row, row_hash in zip(TRUE_ROWS, hashes, strict=True)
        if isinstance(row, Event)
    ]
    assert judge(EXCERPT, receipts=receipts).outcome is Outcome.WHOLE
    beyond = EventReceipt(STREAMS[0], 99, bytes(32))
    assert judge(EXCERPT, receipts=[beyond]).outcome is Outcome.OLDER
