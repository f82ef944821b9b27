"""Several steps in one round: which are chosen, each done in a unit of its own, what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from werkzeug.datastructures import MultiDict

from engine.errors import (
    DatabaseAway,
    EngineError,
    InvalidTransition,
    NotFound,
    OutcomeUnknown,
    Sentence,
    Unavailable,
)
from engine.work.several import MOST
from engine.work.submissions import key_in_round
from web import pages
from web.design.filters import number
from web.design.language import say
from web.errors import status_of

FIELD = "item"
# The status of a page that tells of a round of which something was not done.
NOT_WHOLE = 409

_NONE = Sentence(
    "ยังไม่ได้เลือกงาน เลือกอย่างน้อยหนึ่งรายการ", "Nothing is chosen; choose at least one step."
)
_TOO_MANY = Sentence(
    "ทำได้ครั้งละไม่เกิน {most} รายการ ท่านเลือก {chosen} รายการ ยังไม่ได้ทำรายการใด",
    "At most {most} steps at a time; you chose {chosen}. Nothing was done.",
)
# What a page that is not found says, of one of several.
_HIDDEN = Sentence("ไม่พบรายการนี้ หรือท่านไม่มีสิทธิดู", "Not found, or not yours to see.")


class NotARound(InvalidTransition):
    """Nothing is chosen, or too much; nothing was tried."""


@dataclass(frozen=True)
class Refused:
    """A step that was not done. Of one that she may not see nothing is told but that."""

    work_item_id: UUID
    error: EngineError

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.error, NotFound)

    @property
    def sentence(self) -> Sentence:
        return _HIDDEN if self.is_hidden else self.error.sentence


@dataclass(frozen=True)
class Round:
    """What came of each, in the order in which they were chosen."""

    done: tuple[UUID, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def hidden(self) -> int:
        return sum(each.is_hidden for each in self.refused)


@dataclass(frozen=True)
class Told:
    """How the outcome of a round is said: what was done, and what is left, both of a number."""

    done: Sentence
    left: Sentence
    none: Sentence

    def of(self, found: Round, **words: str) -> str:
        done, left = number(len(found.done)), number(len(found.refused))
        if not found.refused:
            return say(self.done).format(done, **words)
        if not found.done:
            return say(self.none).format(left, **words)
        return f"{say(self.done).format(done, **words)} {say(self.left).format(left, **words)}"


def chosen(values: MultiDict[str, str]) -> list[UUID]:
    """Return the steps that a form or an address names, each once, in its order."""
    found: dict[UUID, None] = {}
    for text in values.getlist(FIELD):
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def check_round(ids: list[UUID]) -> None:
    """Refuse a round before anything of it is done: NotARound."""
    if not ids:
        raise NotARound(_NONE)
    if len(ids) > MOST:
        raise NotARound(
            Sentence(
                _TOO_MANY.th.format(most=number(MOST), chosen=number(len(ids))),
                _TOO_MANY.en.format(most=MOST, chosen=len(ids)),
            )
        )


def run_each(ids: Iterable[UUID], act: Callable[[UUID, UUID], object]) -> Round:
    """Do each: ``act`` is given the step and its own submission key, and runs one unit of work.

    What one refuses stops no other. Where nothing at all can be written the rest is not tried, for
    each would wait as long; if that is so from the first on, it is the refusal of the whole form.
    """
    round_key = pages.submission_key()
    done: list[UUID] = []
    refused: list[Refused] = []
    away: Unavailable | None = None
    for each in ids:
        if away is not None:
            refused.append(Refused(each, away))
            continue
        try:
            act(each, key_in_round(round_key, each))
        except Unavailable as error:
            if not done and not refused:
                raise
            refused.append(Refused(each, error))
            # Of the others it is known: they were not tried.
            away = DatabaseAway() if isinstance(error, OutcomeUnknown) else error
        except EngineError as error:
            _log(error)
            refused.append(Refused(each, error))
        else:
            done.append(each)
    return Round(tuple(done), tuple(refused))


def _log(error: EngineError) -> None:
    if status_of(error) == 500:  # noqa: PLR2004 (a fault of ours)
        current_app.logger.error("failed in a round", exc_info=error)
