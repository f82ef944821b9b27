from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Tampered
from engine.journal.canonical import canonical_bytes
from engine.journal.chain import (
    ChainedEvent,
    EventHeader,
    Head,
    access_hash,
    event_hash,
    genesis_hash,
    header_bytes,
    read_header,
    verify_chain,
)
from engine.journal.faults import FaultKind

OFFICE, CASE, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
NOW = datetime(2026, 11, 21, 17, 30, 5, 123456, tzinfo=UTC)
HEADER = EventHeader(
    office_id=OFFICE,
    stream_id=CASE,
    seq=1,
    kind="case_lodged",
    element=None,
    instance_id=None,
    actor_id=OTHER,
    on_behalf_of=None,
    recorded_at=NOW,
    occurred_on=date(2026, 11, 20),
    edition=None,
    engine_version="spiffworkflow 3.2.0",
)
ids = st.uuids()
headers = st.builds(
    EventHeader,
    office_id=ids,
    stream_id=ids,
    seq=st.integers(1, 10**6),
    kind=st.text(max_size=9),
    element=st.none() | st.text(max_size=9),
    instance_id=st.none() | ids,
    actor_id=st.none() | ids,
    on_behalf_of=st.none() | ids,
    recorded_at=st.datetimes(timezones=st.just(UTC)),
    occurred_on=st.dates(),
    edition=st.none() | st.text(max_size=9),
    engine_version=st.text(max_size=9),
)


def chain_of(headers: Sequence[EventHeader]) -> list[ChainedEvent]:
    previous, events = genesis_hash(OFFICE, CASE), []
    for header in headers:
        written, commitment = header_bytes(header), bytes([header.seq]) * 32
        previous = event_hash(previous, written, commitment)
        columns = {"kind": header.kind, "actor_id": header.actor_id}
        events.append(ChainedEvent(written, commitment, previous, columns))
    return events


def history(count: int = 6) -> list[EventHeader]:
    return [
        replace(HEADER, seq=seq, recorded_at=NOW + timedelta(seconds=seq))
        for seq in range(1, count + 1)
    ]


def fault_of(events: Sequence[ChainedEvent], head: Head | None = None) -> tuple[str, int] | None:
    fault = verify_chain(events, office_id=OFFICE, stream_id=CASE, head=head)
    return None if fault is None else (fault.kind, fault.seq or 0)


@given(headers)
def test_a_header_is_read_back_from_its_bytes(header: EventHeader) -> None:
    assert read_header(header_bytes(header)) == header


@given(headers, headers)
def test_two_headers_never_have_the_same_bytes(one: EventHeader, other: EventHeader) -> None:
    assert (header_bytes(one) == header_bytes(other)) == (one == other)


def test_a_header_says_nothing_of_what_it_does_not_have() -> None:
    # So that a later field changes no byte of what is already written.
    assert header_bytes(HEADER) == (
        b'{"actor_id":"00000000-0000-0000-0000-000000000003",'
        b'"engine_version":"spiffworkflow 3.2.0","kind":"case_lodged",'
        b'"occurred_on":"2026-11-20","office_id":"00000000-0000-0000-0000-000000000001",'
        b'"recorded_at":"2026-11-21T17:30:05.123456Z","seq":1,'
        b'"stream_id":"00000000-0000-0000-0000-000000000002"}'
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b'{"seq":1}',
        b" " + header_bytes(HEADER),
        header_bytes(HEADER).replace(b'"seq":1', b'"seq":1.0'),
        header_bytes(HEADER).replace(b'"seq":1', b'"seq":1,"sequel":2'),
        header_bytes(HEADER).replace(b"123456Z", b"123456+00:00"),
        header_bytes(HEADER).replace(b'"seq":1', b'"seq":[1]').replace(b"[1]", b"[" * 9**5),
        canonical_bytes({each.name: None for each in fields(HEADER)}),
    ],
)
def test_bytes_that_no_header_has_are_refused(data: bytes) -> None:
    with pytest.raises(Tampered):
        read_header(data)


def test_the_hashes_stay_what_they_were_in_every_release() -> None:
    start = genesis_hash(OFFICE, CASE)
    assert start.hex() == "7e9f804521d926da6b75740643d89f15cd6a45bc7f48866dd15917b5faa3e833"
    assert (
        event_hash(start, header_bytes(HEADER), bytes(32)).hex()
        == "3c8496986b1595e18323a6c8f830e4c710b00685f478ce532c5043cd2c605b3f"
    )
    assert (
        access_hash(b"{}").hex()
        == "9734ee4d8e1a0e59ef1a264efdce2923f8294e83e2af62f0b465b3bb4c7ab3d2"
    )


def test_an_event_hash_takes_hashes_only() -> None:
    for previous, commitment in ((b"", bytes(32)), (bytes(32), bytes(33))):
        with pytest.raises(ValueError, match="32 bytes"):
            event_hash(previous, b"{}", commitment)


def test_an_untouched_chain_is_whole() -> None:
    events = chain_of(history())
    assert fault_of(events) is None
    assert fault_of(events, Head(6, events[-1].hash)) is None
    assert fault_of([], Head(0, genesis_hash(OFFICE, CASE))) is None


@pytest.mark.parametrize("place", range(6))
def test_every_altered_byte_is_found_in_its_event(place: int) -> None:
    events = chain_of(history())
    for name in ("header", "commitment", "hash"):
        data: bytes = getattr(events[place], name)
        for byte in range(len(data)):
            altered = data[:byte] + bytes([data[byte] ^ 1]) + data[byte + 1 :]
            changed = replace(events[place], **{name: altered})
            found = fault_of([*events[:place], changed, *events[place + 1 :]])
            assert found is not None
            assert found[1] == place + 1


@pytest.mark.parametrize("columns", [{"kind": "case_decided"}, {"actor_id": None}])
def test_a_column_that_tells_another_story_than_the_header_is_found(columns: dict) -> None:
    events = chain_of(history())
    events[3] = replace(events[3], columns=events[3].columns | columns)
    assert fault_of(events) == (FaultKind.HEADER_ALTERED, 4)


def test_a_deleted_event_is_found_by_its_successor() -> None:
    events = chain_of(history())
    for place in range(5):
        found = fault_of(events[:place] + events[place + 1 :])
        assert found == (FaultKind.EVENT_MISSING, place + 1)


def test_a_repeated_event_is_found() -> None:
    events = chain_of(history())
    for place in range(6):
        found = fault_of(events[: place + 1] + events[place:])
        assert found == (FaultKind.EVENT_REPEATED, place + 2)


def test_swapped_events_are_found() -> None:
    events = chain_of(history())
    for place in range(5):
        swapped = [*events]
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        assert fault_of(swapped) == (FaultKind.EVENT_MISSING, place + 1)


def test_events_cut_from_the_end_are_found_by_the_head_of_the_stream() -> None:
    events = chain_of(history())
    assert fault_of(events[:4]) is None
    assert fault_of(events[:4], Head(6, events[-1].hash)) == (FaultKind.HEAD_DIFFERS, 4)
    assert fault_of(events, Head(4, events[3].hash)) == (FaultKind.HEAD_DIFFERS, 6)


def test_an_event_of_another_stream_is_found() -> None:
    headers = history()
    headers[2] = replace(headers[2], stream_id=OTHER)
    assert fault_of(chain_of(headers)) == (FaultKind.EVENT_MISPLACED, 3)


def test_a_chain_of_another_stream_is_not_this_one() -> None:
    fault = verify_chain(chain_of(history()), office_id=OTHER, stream_id=CASE)
    assert fault is not None
    assert fault.kind == FaultKind.EVENT_MISPLACED


def test_a_clock_that_ran_backwards_is_found() -> None:
    headers = history()
    headers[4] = replace(headers[4], recorded_at=headers[3].recorded_at)
    assert fault_of(chain_of(headers)) is None
    headers[4] = replace(headers[4], recorded_at=NOW)
    assert fault_of(chain_of(headers)) == (FaultKind.TIME_REVERSED, 5)


def test_a_fault_says_in_both_languages_what_and_where() -> None:
    events = chain_of(history())
    fault = verify_chain(events[1:], office_id=OFFICE, stream_id=CASE)
    assert fault is not None
    assert "missing" in fault.sentence.en
    assert f"stream {CASE}, event 1" in fault.sentence.en
    assert "หายไป" in fault.sentence.th
    assert f"ชุดบันทึก {CASE}, รายการที่ 1" in fault.sentence.th
