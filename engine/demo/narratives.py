"""The invented complaints of the demonstration, read from ``narratives.toml``.

Places, names and amounts are filled in for each case, so that a narrative that is
used again tells of another village and other people.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from engine.demo.names import Names
from engine.demo.wording import OTHER_FACTS
from engine.office.thai import MONTH_NAMES


@dataclass(frozen=True)
class Narrative:
    """A complaint as somebody might tell it, with what the office makes of it.

    ``facts`` and ``findings`` stand beside ``issues``, one for each. ``units`` are
    those to ask, the first before the others. ``about`` is the answer to ร้องเรียนใคร;
    ``tags`` are those of the provincial office; ``tambon`` binds the narrative to one place.
    """

    key: str
    voice: str
    category: str
    behaviour: str
    respondent_unit: str
    respondent_position: str
    units: tuple[str, ...]
    subject: str
    text: str
    summary: str
    issues: tuple[str, ...]
    facts: tuple[str, ...]
    findings: tuple[str, ...]
    loss: int = 0
    about: str = "other"
    tags: tuple[str, ...] = ()
    tambon: str = ""


@dataclass(frozen=True)
class Matter:
    """A narrative with its places, names and amounts filled in: what one case is about."""

    narrative: Narrative
    place: str
    respondent: str
    subject: str
    text: str
    summary: str
    issues: tuple[str, ...]
    facts: tuple[str, ...]
    findings: tuple[str, ...]


@cache
def narratives() -> tuple[Narrative, ...]:
    """Return all narratives in the order of the file."""
    text = files("engine.demo").joinpath("narratives.toml").read_text(encoding="utf-8")
    return tuple(_narrative(table) for table in tomllib.loads(text)["narrative"])


def _narrative(table: Mapping[str, Any]) -> Narrative:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    found = Narrative(**fields)
    if not len(found.issues) == len(found.facts) == len(found.findings):
        raise ValueError(f"{found.key}: one fact and one finding for each issue")
    return found


def fill_in(narrative: Narrative, names: Names, month: int, who: str | None = None) -> Matter:
    """Tell the narrative of an invented place, people and sum.

    ``month`` is when it happened; ``who`` it is about, otherwise an invented person.
    """
    rng = names.rng
    tambon, moo = narrative.tambon or names.tambon(), rng.randint(1, 14)
    amphoe = "เมืองศรีนคร" if narrative.tambon else names.amphoe()
    words = {
        "who": who or names.person(),
        "tambon": f"ตำบล{tambon}",
        "moo": f"หมู่ที่ {moo}",
        "place": f"หมู่ที่ {moo} ตำบล{tambon} อำเภอ{amphoe}",
        "month": f"เดือน{MONTH_NAMES[month - 1].th}",
        "sum": f"{rng.randrange(40, 98) * 10_000:,}",
        "small": f"{rng.randrange(3, 40) * 500:,}",
        "n": str(rng.randint(3, 18)),
    }
    return Matter(
        narrative,
        words["place"],
        words["who"],
        narrative.subject.format_map(words),
        narrative.text.format_map(words),
        narrative.summary.format_map(words),
        tuple(each.format_map(words) for each in narrative.issues),
        *_outcome(narrative, rng),
    )


def _outcome(narrative: Narrative, rng: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return facts and findings: those of the narrative, or that there is nothing in it.

    In half of all complaints there is nothing, or nothing that can be shown.
    """
    finding = rng.choices((None, "unfounded", "insufficient"), (50, 35, 15))[0]
    if finding is None:
        return narrative.facts, narrative.findings
    said = OTHER_FACTS[finding]
    number = len(narrative.issues)
    return tuple(rng.sample(said, number)), (finding,) * number
