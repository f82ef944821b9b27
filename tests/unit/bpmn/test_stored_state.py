"""The stored form: stable, small, and refused when it is not what it should be."""

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import StateUnreadable

DeskFactory = Callable[..., Any]
TWO = ["start s", "and split", "user a", "user b", "and join", "end e", "s -> split",
       "split -> a", "split -> b", "a -> join", "b -> join", "join -> e"]  # fmt: skip


def again(case: Any) -> bpmn.Run:
    """Load and store, doing nothing between."""
    return bpmn.rearm(case.edition, case.run.state, {}, case.now)


def test_loading_and_storing_changes_no_byte(desk: DeskFactory) -> None:
    for case in (desk(*TWO), desk(*TWO).do("a"), desk(*TWO).do("b")):
        stored = again(case)
        assert stored.state == case.run.state
        assert stored.state_digest == case.run.state_digest


def test_the_digest_does_not_know_the_random_ids(desk: DeskFactory) -> None:
    first, second = desk(*TWO), desk(*TWO)
    assert first.run.state != second.run.state
    assert first.run.state_digest == second.run.state_digest
    assert first.do("a").run.state_digest != second.do("b").run.state_digest


def test_no_answer_is_in_the_stored_state(desk: DeskFactory) -> None:
    case = desk("start s", "user a", "xor x", "user b", "user c", "end e", "s -> a", "a -> x",
                'x -> b: a.name = "สมชาย"', "x -> c: default", "b -> e", "c -> e")  # fmt: skip
    case.do("a", name="สมชาย")
    assert case.waiting == ["b"]
    assert "สมชาย".encode() not in zlib.decompress(case.run.state[1:])


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "a later version": lambda state: b"\x02" + state[1:],
    "cut short": lambda state: state[:-4],
    "something behind it": lambda state: state + b"x",
    "no document": lambda _: b"\x01" + zlib.compress(b""),
    "a bomb": lambda _: b"\x01" + zlib.compress(b"\0" * 50_000_000),
    "another document": lambda _: b"\x01" + zlib.compress((2).to_bytes(4) + b"{}"),
    "not compressed": lambda _: b"\x01{}",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_bytes_are_refused(desk: DeskFactory, damage: Callable[[bytes], bytes]) -> None:
    case = desk(*TWO)
    with pytest.raises(StateUnreadable):
        bpmn.open_items(case.edition, damage(case.run.state))


def test_a_state_of_another_process_or_edition_is_refused(
    desk: DeskFactory, draw: Callable[..., bytes]
) -> None:
    case = desk(*TWO)
    other = bpmn.build_edition(
        "q", {"q": draw("start s", "user a", "end e", "s -> a", "a -> e", process_id="q")}, {}
    )
    without_b = desk("start s", "user a", "end e", "s -> a", "a -> e").edition
    for edition in (other, without_b):
        with pytest.raises(StateUnreadable):
            bpmn.open_items(edition, case.run.state)


def test_a_failed_run_leaves_the_parsed_edition_as_it_was(desk: DeskFactory) -> None:
    def crash(_: object) -> bool:
        raise ZeroDivisionError

    lines = ["start s", "user a", "system t: publish", "end e", "s -> a", "a -> t", "t -> e"]
    case = desk(*lines, effect=crash)
    for _ in range(3):
        with pytest.raises(bpmn.ElementFailed):
            case.do("a")
        assert case.waiting == ["a"]
    case.effect = lambda _: True
    assert case.do("a").run.completed
