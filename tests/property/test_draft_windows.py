"""Whatever several windows of one form send, in any order and twice: no unseen text is replaced."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.office.roles import Role
from engine.work.answer_drafts.keeping import place_of_intake
from engine.work.answer_drafts.rows import (
    DraftOvertaken,
    Pen,
    Place,
    find_drafts,
    write_draft,
)
from tests.support.story import PROCESS, in_unit

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
ACTS = ("save", "save and hear nothing", "look", "send an old one again")


@dataclass
class Window:
    """A form that is open somewhere: what it has seen and sent."""

    id: UUID = field(default_factory=uuid4)
    base: int = 0
    turn: int = 0
    seen: set[str] = field(default_factory=set)
    sent: list[tuple[Pen, str]] = field(default_factory=list)

    def next_save(self) -> tuple[Pen, str]:
        self.turn += 1
        text = f"{self.id} {self.turn}"
        self.sent.append((Pen(self.id, self.base, self.turn), text))
        self.seen.add(text)
        return self.sent[-1]


@ON_SQLITE
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.integers(0, 9))))
def test_no_text_is_replaced_by_a_window_that_has_not_seen_it(office, acts):
    actor = office.actor(Role.OFFICER)
    with office.store.reading(actor) as uow:
        like = place_of_intake(uow, PROCESS)
    place = Place(uuid4(), None, like.edition, like.schema)
    windows = [Window() for _ in range(3)]
    for number, act, nth in acts:
        window, before = windows[number], stored(office, actor, place)
        if act == "look":
            if before is not None:
                window.base = before.version
                window.seen.add(before.answers["narrative"])
            continue
        if act == "send an old one again" and window.sent:
            pen, text = window.sent[nth % len(window.sent)]
        else:
            pen, text = window.next_save()
        try:
            kept = in_unit(
                office.store, actor, write_draft, place, actor.person_id, {"narrative": text}, pen
            )
        except DraftOvertaken:
            assert stored(office, actor, place) == before
            continue
        after = stored(office, actor, place)
        assert after.answers == {"narrative": text}
        assert after.version == kept.version
        if before is not None:
            replaced = before.answers["narrative"]
            assert replaced == text or replaced in window.seen
            assert not (before.window == window.id and pen.turn < before.turn)
        if act == "save":
            window.base = kept.version


def stored(office: Any, actor: Any, place: Place) -> Any:
    with office.store.reading(actor) as uow:
        return find_drafts(uow, place, actor.person_id).current
