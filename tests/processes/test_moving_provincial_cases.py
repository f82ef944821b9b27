"""A provincial case moves to an edition with other words at any step and does not notice."""

from collections.abc import Callable
from typing import Any

from engine import bpmn
from engine.bpmn.rebind import rebind


def test_a_case_may_move_to_other_words_after_every_step(
    walk: Callable[..., Any],
    answering: Callable[..., Any],
    provincial: bpmn.Edition,
    sources: dict[str, bytes],
    empty_forms: dict[str, bytes],
) -> None:
    reworded = {
        process_id: source.replace("เรื่อง".encode(), "งาน".encode())
        for process_id, source in sources.items()
    }
    other = bpmn.build_edition("complaint_provincial", reworded, empty_forms)
    assert other.sha256 != provincial.sha256
    answers = {"decide_1": {"decision": "continue", "next": "inside"}}
    stays = walk(answering(**answers)).finish()

    moves = walk(answering(**answers))
    editions = [other, provincial]
    while not moves.completed:
        target = editions[len(moves.done) % 2]
        moved = rebind(moves.edition, target, moves.state, moves.office.now)
        assert moved.state_digest == moves.run.state_digest
        assert moved.next_due == moves.run.next_due
        moves.edition, moves.state = target, moved.state
        moves.complete(next(iter(moves.open.values())))
    assert moves.digests() == stays.digests()
