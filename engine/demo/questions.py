"""Questions of the demonstration: asked, answered and closed in one go, every few weeks."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from itertools import cycle
from random import Random
from uuid import UUID, uuid4

from engine.demo.stage import Stage
from engine.office.office_time import office_date, office_moment
from engine.office.roles import Role
from engine.work.completing import Submission
from engine.work.lodging import QUESTION_DOOR, Door, lodge

_EVERY = timedelta(days=19)
_SEED = 1111


@dataclass(frozen=True)
class Questions:
    """What people ask of one office, and who answers. Minutes are drawn apart from the plots'."""

    stage: Stage
    number: int

    def plan(self, today: date) -> None:
        """Spread the questions over the weeks before ``today``."""
        profile = self.stage.staff.settings.profile
        process_id = profile.doors[QUESTION_DOOR]
        asked = (each for each in cycle(_questions()) if each["channel"] in profile.channels)
        officers = cycle(self.stage.staff.holders(Role.OFFICER))
        hours = replace(self.stage.hours, rng=Random(_SEED))  # noqa: S311 (a demonstration)
        for day, question, officer_id in zip(self._days(today), asked, officers, strict=False):
            lodged = partial(self._lodge, process_id, question, officer_id)
            self.stage.timeline.plan(hours.on(day), lodged)

    def _days(self, today: date) -> Iterator[date]:
        for back in range(1, self.number + 1):
            yield self.stage.hours.calendar.working_day_on_or_before(today - back * _EVERY)

    def _lodge(self, process_id: str, question: Mapping[str, str], officer_id: UUID) -> None:
        staff = self.stage.staff
        with staff.store.unit(staff.actor(officer_id)) as uow:
            today = office_date(uow.now)
            answers = {
                "received_on": today.isoformat(),
                "asked_at": f"{office_moment(uow.now):%H:%M}",
                "channel": question["channel"],
                "subject": question["subject"],
                "question": question["text"],
                "answer": question["answer"],
                "answered_by": str(officer_id),
            }
            lodge(uow, Door(process_id), Submission(uuid4(), answers))


def _questions() -> list[dict[str, str]]:
    text = files("engine.demo").joinpath("questions.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["question"]
    return found
