"""``case.*``: what a diagram or form may read of the case itself, and nothing else.

All of it stands in clear columns of the register or follows from them; nothing here names a
person or holds what somebody told. Whoever fills a run's names gives every one of these, null
where it is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.office.profile_tables import Route


class CaseKind(StrEnum):
    """What a value of the case is."""

    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"


@dataclass(frozen=True)
class CaseName:
    """``values``: the only values a text can have, None where the office's lists decide.

    ``item_fields``: what an item of a list holds. ``in_forms``: whether the form of a step sees
    it; the process sees all.
    """

    kind: CaseKind
    values: frozenset[str] | None = None
    item_fields: Mapping[str, CaseKind] = field(default_factory=lambda: MappingProxyType({}))
    in_forms: bool = False


_PARTY: Final = MappingProxyType({"id": CaseKind.TEXT, "contactable": CaseKind.BOOLEAN})
_CASE_KINDS: Final = frozenset({"complaint", "tip_off", "opinion", "office_business", "question"})

CASE_NAMES: Final[Mapping[str, CaseName]] = MappingProxyType(
    {
        "id": CaseName(CaseKind.TEXT),
        "kind": CaseName(CaseKind.TEXT, _CASE_KINDS, in_forms=True),
        "channel": CaseName(CaseKind.TEXT),
        "category": CaseName(CaseKind.TEXT, in_forms=True),
        "route": CaseName(CaseKind.TEXT, frozenset(Route)),
        "secrecy": CaseName(CaseKind.TEXT, in_forms=True),
        "is_anonymous": CaseName(CaseKind.BOOLEAN, in_forms=True),
        "contactable": CaseName(CaseKind.BOOLEAN),
        "notice_parties": CaseName(CaseKind.LIST, item_fields=_PARTY),
        "result_parties": CaseName(CaseKind.LIST, item_fields=_PARTY),
    }
)
"""``notice_parties`` are complainants and source agencies, ``result_parties`` respondents too.

``contactable``: whether any of the former can be reached. ``route``: how the office deals with
the category (its profile says so), so that a process need not know the categories of an office.
"""

FORM_NAMES: Final = frozenset({"today", "previous_on", "due_on", "door"})
"""What a form's conditions see beside its own answers above and the case.

``previous_on`` is the day on which the step before happened; ``due_on`` the last day of the step,
null where none is set; ``door`` is where a complaint comes in. The answers of other steps are not
seen there.
"""
