"""What is written into the start form: who complains, about whom, through which channel."""

from collections.abc import Mapping
from datetime import date, timedelta

from engine.demo.answers import Answers
from engine.demo.narratives import Matter
from engine.demo.plots import Plot, Reporter
from engine.demo.stage import Stage

# How many of a hundred complaints come with these.
_WITNESSES, _PHONES = 30, 70

_NAMELESS = frozenset({Reporter.ANONYMOUS, Reporter.CODE_ONLY, Reporter.AGENCY})
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "villager": ("walk_in", "telephone", "post", "box"),
    "contractor": ("post", "walk_in"),
    "insider": ("website_corruption", "post", "box", "website"),
    "anonymous": ("website_corruption", "box", "website"),
    "citizen": ("telephone", "facebook", "walk_in"),
}
_HIDDEN_CHANNELS = ("website_corruption", "box", "website")
# Posts that the first question of the form asks about by name.
_POSTS = {
    "head": "หัวหน้าหน่วยงาน",
    "intake_officer": "เจ้าหน้าที่ผู้รับเรื่องร้องเรียน",
}


def start_answers(
    stage: Stage, plot: Plot, matter: Matter, received_on: date, files: list[str]
) -> Answers:
    """Return the answers to the start form, as the officer who takes the case in types them."""
    nameless = plot.reporter in _NAMELESS
    return {
        "respondent_kind": plot.respondent,
        "respondents": [] if plot.respondent == "unknown" else [_respondent(plot, matter)],
        "kind": "tip_off" if nameless and plot.source is None else "complaint",
        # What came without a name is sorted out when it is registered.
        "category": None if nameless else plot.category or matter.narrative.category,
        "narrative": matter.text,
        "place": matter.place,
        "evidence": ["circumstance", "document"] if files else ["circumstance"],
        "witnesses": _witnesses(stage),
        "files": files,
        "is_anonymous": nameless,
        "complainants": [] if nameless else _complainants(stage, plot, matter),
        "channel": _channel(stage, plot, matter),
        "received_on": received_on.isoformat(),
        "sources": _sources(stage, plot, received_on),
    }


def _respondent(plot: Plot, matter: Matter) -> Answers:
    if plot.respondent in _POSTS:
        return {"name": matter.respondent, "position": _POSTS[plot.respondent]}
    return {
        "name": matter.respondent,
        "position": matter.narrative.respondent_position,
        "unit": matter.narrative.respondent_unit or None,
    }


def _witnesses(stage: Stage) -> list[Answers]:
    if stage.rng.randrange(100) >= _WITNESSES:
        return []
    return [{"name": stage.names.person(), "contact": stage.names.phone()}]


def _complainants(stage: Stage, plot: Plot, matter: Matter) -> list[Answers]:
    names, rng = stage.names, stage.rng
    how_many = 3 if plot.reporter is Reporter.SEVERAL else 1
    return [
        {
            "name": names.person(),
            "address": names.address(matter.place),
            "phone": names.phone() if rng.randrange(100) < _PHONES else "",
            "contact_wish": rng.choice(("letter", "letter", "telephone")),
            "is_staff": matter.narrative.voice == "insider",
        }
        for _ in range(how_many)
    ]


def _channel(stage: Stage, plot: Plot, matter: Matter) -> str:
    if plot.source:
        return "other_agency"
    voice = matter.narrative.voice
    wanted = _HIDDEN_CHANNELS if plot.reporter in _NAMELESS else _CHANNELS[voice]
    offered = stage.staff.settings.profile.channels
    return stage.rng.choice([each for each in wanted if each in offered])


def _sources(stage: Stage, plot: Plot, received_on: date) -> list[Answers]:
    if plot.source is None:
        return []
    rng = stage.rng
    return [
        {
            "agency": plot.source,
            "letter_no": f"ศน 0017.3/{rng.randint(1200, 9800)}",
            "letter_date": (received_on - timedelta(days=3)).isoformat(),
            "secrecy": "secret",
            "reference": f"{rng.randint(11, 99)}-{rng.randint(1000, 9999)}",
            "due_on": (received_on + timedelta(days=plot.source_due or 45)).isoformat(),
        }
    ]
